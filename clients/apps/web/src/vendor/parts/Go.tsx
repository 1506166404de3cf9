import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ComponentProps, type ComponentType, useCallback } from 'react';

type Props = Omit<ComponentProps<'a'>, 'href'> & {
  /** Below /vendor, written out: `/orders/vor_…`. */
  to: string;
  search?: Record<string, string>;
  /** Marked as current only where the address is exactly this one. */
  exact?: boolean;
};

/** The types of the router are those of the storefront: a program has one. */
const Plain = Link as unknown as ComponentType<Record<string, unknown>>;

/** A link inside the vendor centre. */
export function Go({ to, search, exact = false, ...rest }: Props) {
  return <Plain to={to} search={search ?? {}} activeOptions={{ exact, includeSearch: false }} {...rest} />;
}

/** What stands in the address behind the question mark, as text; and how to change it. */
export const useAddress = (): [Record<string, string>, (change: Record<string, string>) => void] => {
  const found: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (wanted: Record<string, string>) => {
      const search = (before: Record<string, string>) => ({ ...before, ...wanted });
      const given = { to: '.', search, replace: true, resetScroll: false } as unknown;
      void navigate(given as Parameters<typeof navigate>[0]);
    },
    [navigate],
  );
  return [found, change];
};

/** What the page is about, as its address says. */
export const useId = (): string => {
  const { id }: { id?: string } = useParams({ strict: false });
  return id ?? '';
};
