import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { Permitted } from './access.tsx';
import { session } from './api.ts';
import { SignIn } from './frame/SignIn.tsx';
import type { AdminRouter } from './router.tsx';

/** Whose session it is; empty: nobody's. */
const usePerson = (): string =>
  useSyncExternalStore(
    (hear) => session.listen(hear),
    () => session.user?.id ?? '',
  );

/** Who may come in, comes in here; what somebody saw is forgotten when they leave. */
export function Area({ router }: { router: AdminRouter }) {
  const person = usePerson();
  const queries = useQueryClient();
  useEffect(() => {
    if (!person) queries.clear();
  }, [person, queries]);
  if (!person) return <SignIn />;
  return (
    <Permitted key={person}>
      <RouterProvider router={router as never} />
    </Permitted>
  );
}
