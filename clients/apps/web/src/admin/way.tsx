import { Link as Routed, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import type { MouseEventHandler, ReactElement, ReactNode } from 'react';

/** What stands behind the question mark. */
export type Search = Readonly<Record<string, string>>;

interface LinkProps {
  to: string;
  search?: Search;
  className?: string;
  children: ReactNode;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
  activeOptions?: { exact?: boolean; includeSearch?: boolean };
  'data-row'?: boolean;
}

/** A link to a page of the admin. The router's own types know the pages of one application, the storefront. */
export const Link = Routed as unknown as (props: LinkProps) => ReactElement;

interface Going {
  to: string;
  search?: Search;
  replace?: boolean;
  state?: Record<string, unknown>;
}

export const useGo = (): ((going: Going) => Promise<void>) => {
  const go: unknown = useNavigate();
  return go as (going: Going) => Promise<void>;
};

/** What stands in the address of this page. */
export const useSearch = (): Search => {
  const found: unknown = useLocation({ select: (location): unknown => location.search });
  return found as Search;
};

/** The part of the path after `/<list>/`. */
export const useId = (): string => useLocation({ select: (location) => location.pathname.split('/').at(-1) ?? '' });

/** One step back in what the browser remembers. */
export const useBack = (): (() => void) => {
  const router = useRouter();
  return () => router.history.back();
};
