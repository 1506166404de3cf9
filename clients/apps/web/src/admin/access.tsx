import { Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { session } from './api.ts';
import { permissionsOf } from './claims.ts';

export type May = (permission: string) => boolean;

const Context = createContext<May>(() => false);

/** Whether the person may do something. The server checks it too; here it decides what is shown. */
export const useMay = (): May => useContext(Context);

const MINUTES = 5;

/** Reads what the person may do from the token, which the server renews every few minutes. */
export function Permitted({ children }: { children: ReactNode }) {
  const found = useQuery({
    queryKey: ['may', session.user?.id],
    queryFn: async () => permissionsOf(await session.token()),
    staleTime: MINUTES * 60_000,
    refetchInterval: MINUTES * 60_000,
  });
  if (found.isError) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return null;
  const held = found.data;
  return <Context value={(permission) => held.includes(permission)}>{children}</Context>;
}

/** For tests and for parts that are shown as somebody else would see them. */
export function AllowedTo({ may, children }: { may: May; children: ReactNode }) {
  return <Context value={may}>{children}</Context>;
}
