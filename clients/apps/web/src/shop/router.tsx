import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { language } from '../boot/language.ts';
import { parseSearch, stringifySearch } from '../boot/search.ts';
import { Failed, Layout, Lost } from './layout/Layout.tsx';
import { readListSearch, text } from './parts/sifting.ts';
import { categories, product, row, vendor } from './queries/catalog.ts';
import { withPurchaseTexts } from './texts.ts';

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Layout,
  notFoundComponent: Lost,
  errorComponent: Failed,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/Home.tsx')),
  loader: ({ context: { queries } }) => {
    for (const name of ['deals', 'popular', 'newest'] as const) void queries.prefetchQuery(row(name));
    void queries.prefetchQuery(categories);
  },
});

const lists = () => import('./pages/lists.tsx');

const category = createRoute({
  getParentRoute: () => root,
  path: '/c/$slug',
  validateSearch: readListSearch,
  component: lazyRouteComponent(lists, 'CategoryPage'),
  loader: ({ context: { queries } }) => void queries.prefetchQuery(categories),
});

const all = createRoute({
  getParentRoute: () => root,
  path: '/all',
  validateSearch: readListSearch,
  component: lazyRouteComponent(lists, 'AllPage'),
});

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: readListSearch,
  component: lazyRouteComponent(lists, 'SearchPage'),
});

const productPage = createRoute({
  getParentRoute: () => root,
  path: '/p/$slug',
  validateSearch: (raw: Record<string, unknown>): { variant?: string; offer?: string } => {
    const [variant, offer] = [text(raw['variant']), text(raw['offer'])];
    return { ...(variant ? { variant } : {}), ...(offer ? { offer } : {}) };
  },
  component: lazyRouteComponent(() => import('./pages/Product.tsx')),
  loader: ({ context: { queries }, params }) => void queries.prefetchQuery(product(params.slug)),
});

const vendorPage = createRoute({
  getParentRoute: () => root,
  path: '/v/$slug',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./pages/Vendor.tsx')),
  loader: ({ context: { queries }, params }) => void queries.prefetchQuery(vendor(params.slug)),
});

const cart = createRoute({
  getParentRoute: () => root,
  path: '/cart',
  component: lazyRouteComponent(() => import('./pages/Cart.tsx')),
});

const checkout = createRoute({
  getParentRoute: () => root,
  path: '/checkout',
  component: lazyRouteComponent(withPurchaseTexts(() => import('./pages/Checkout.tsx'))),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  component: lazyRouteComponent(withPurchaseTexts(() => import('./pages/Orders.tsx'))),
});

const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$id',
  validateSearch: (raw: Record<string, unknown>): { new?: boolean; payment?: string } => {
    const payment = text(raw['payment']);
    return { ...(String(raw['new']) === 'true' ? { new: true } : {}), ...(payment ? { payment } : {}) };
  },
  component: lazyRouteComponent(withPurchaseTexts(() => import('./pages/Order.tsx'))),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(withPurchaseTexts(() => import('./pages/Account.tsx'))),
});

const complain = createRoute({
  getParentRoute: () => root,
  path: '/complain',
  component: lazyRouteComponent(withPurchaseTexts(() => import('./pages/Complain.tsx'))),
});

const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  component: lazyRouteComponent(() => import('./pages/Gallery.tsx')),
});

const routes = root.addChildren([
  home, category, all, search, productPage, vendorPage, cart, checkout, orders, order, account, complain, gallery,
]); // prettier-ignore

export const shopRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: routes,
    basepath: `/${language()}`,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingMs: 300,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof shopRouter>;
  }
}
