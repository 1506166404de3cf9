import type { ReactNode } from 'react';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseSearch, stringifySearch } from '../boot/search.ts';
import { Failed, Layout, Lost } from './layout/Layout.tsx';

const root = createRootRoute({ component: Layout, notFoundComponent: Lost, errorComponent: Failed });

const at = (path: string, page: () => Promise<Record<'default', () => ReactNode>>) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(page),
  });

const routes = root.addChildren([
  at('/', () => import('./pages/Today.tsx')),
  at('/orders', () => import('./pages/Orders.tsx')),
  at('/orders/$id', () => import('./pages/Order.tsx')),
  at('/products', () => import('./pages/Products.tsx')),
  at('/products/$id', () => import('./pages/Product.tsx')),
  at('/stock', () => import('./pages/Stock.tsx')),
  at('/money', () => import('./pages/Money.tsx')),
  at('/returns', () => import('./pages/Returns.tsx')),
  at('/returns/$id', () => import('./pages/Return.tsx')),
  at('/performance', () => import('./pages/Performance.tsx')),
  at('/settings', () => import('./pages/Settings.tsx')),
]);

/** The vendor centre lives under /vendor, in whichever language was chosen. */
export const vendorRouter = () =>
  createRouter({
    routeTree: routes,
    basepath: '/vendor',
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultPendingMs: 300,
  });
