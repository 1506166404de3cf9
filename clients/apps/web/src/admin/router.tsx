import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseSearch, stringifySearch } from '../boot/search.ts';
import { Failed, Frame, Lost } from './frame/Frame.tsx';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Frame,
  notFoundComponent: Lost,
  errorComponent: Failed,
  // Whatever stands in the address is text; the tables take from it what they know.
  validateSearch: (raw: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, String(value)])),
});

const page = (path: string, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });

const routes = root.addChildren([
  page('/me', () => import('./pages/Factor.tsx')),
  page('/vendors', () => import('./pages/Vendors.tsx')),
  page('/vendors/$id', () => import('./pages/Vendor.tsx')),
]);

export const adminRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: routes,
    basepath: '/admin',
    context: { queries },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPendingMs: 300,
  });

export type AdminRouter = ReturnType<typeof adminRouter>;
