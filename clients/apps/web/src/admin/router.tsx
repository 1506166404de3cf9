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
  page('/', () => import('./pages/Dashboard.tsx')),
  page('/approvals', () => import('./pages/Approvals.tsx')),
  page('/approvals/$id', () => import('./pages/Approval.tsx')),
  page('/rules', () => import('./pages/Rules.tsx')),
  page('/audit', () => import('./pages/Audit.tsx')),
  page('/system', () => import('./pages/System.tsx')),
  page('/settlements', () => import('./pages/Settlements.tsx')),
  page('/settlements/$id', () => import('./pages/Difference.tsx')),
  page('/me', () => import('./pages/Factor.tsx')),
  page('/orders', () => import('./pages/Orders.tsx')),
  page('/orders/$id', () => import('./pages/Order.tsx')),
  page('/disputes', () => import('./pages/Disputes.tsx')),
  page('/disputes/$id', () => import('./pages/Dispute.tsx')),
  page('/complaints', () => import('./pages/Complaints.tsx')),
  page('/complaints/$id', () => import('./pages/Complaint.tsx')),
  page('/clocks', () => import('./pages/Clocks.tsx')),
  page('/clocks/$id', () => import('./pages/Clock.tsx')),
  page('/payouts', () => import('./pages/Payouts.tsx')),
  page('/payouts/$id', () => import('./pages/Batch.tsx')),
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
