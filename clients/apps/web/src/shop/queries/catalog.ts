import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

export type Category = Schemas['CategoryNode'];
export type Card = Schemas['Card'];
export type Product = Schemas['ProductPage'];
export type Facets = Schemas['Facets'];
export type Sort = 'relevance' | 'newest' | 'price_asc' | 'price_desc' | 'popular' | 'rating';

export const ROW = 12;
export const PAGE = 24;

const HOUR = 3_600_000;

export const categories = queryOptions({
  queryKey: ['categories'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/categories', { signal })),
  staleTime: HOUR,
});

/** Rows of the start page. The gateway writes the same ones under the same names. */
export const row = (name: 'deals' | 'popular' | 'newest') => {
  const query = name === 'deals' ? { on_sale: true, sort: 'popular' as const } : { sort: name };
  return queryOptions({
    queryKey: ['row', name],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/products', { params: { query: { ...query, limit: ROW } }, signal })),
  });
};

export const product = (slug: string) =>
  queryOptions({
    queryKey: ['product', slug],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/products/{slug}', { params: { path: { slug } }, signal })),
  });

export const vendor = (slug: string) =>
  queryOptions({
    queryKey: ['vendor', slug],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendors/{slug}', { params: { path: { slug } }, signal })),
  });

export const reviews = (productId: string) =>
  infiniteQueryOptions({
    queryKey: ['reviews', productId],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        client.GET('/api/v1/products/{product_id}/reviews', {
          params: { path: { product_id: productId }, query: { limit: 10, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });

export const questions = (productId: string) =>
  queryOptions({
    queryKey: ['questions', productId],
    queryFn: ({ signal }) =>
      dataOf(
        client.GET('/api/v1/products/{product_id}/questions', {
          params: { path: { product_id: productId }, query: { limit: 10 } },
          signal,
        }),
      ),
  });

/** What a list is narrowed to. It stands in the URL, by these names. */
export interface Sifting {
  q?: string | undefined;
  sort?: Sort | undefined;
  brand?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
  rating?: number | undefined;
  in_stock?: boolean | undefined;
  on_sale?: boolean | undefined;
  /** By key of the attribute: values with commas between. */
  attributes?: Record<string, string> | undefined;
}

export interface Place {
  category?: string | undefined;
  vendor?: string | undefined;
}

const TAKA = 100;

const asked = ({ category, vendor }: Place, sifting: Sifting) => ({
  ...(category ? { category } : {}),
  ...(vendor ? { vendor } : {}),
  ...(sifting.brand ? { brand: sifting.brand } : {}),
  ...(sifting.min ? { min_price: sifting.min * TAKA } : {}),
  ...(sifting.max ? { max_price: sifting.max * TAKA } : {}),
  ...(sifting.rating ? { rating: sifting.rating } : {}),
  ...(sifting.in_stock ? { in_stock: true } : {}),
  ...(sifting.on_sale ? { on_sale: true } : {}),
  ...Object.fromEntries(Object.entries(sifting.attributes ?? {}).map(([key, value]) => [`attr.${key}`, value])),
});

/** A page of a list; `understood` where words were searched for. */
export type Found = Schemas['ProductList'] & { understood?: Schemas['HowUnderstood'] };

type Asked = ReturnType<typeof asked>;

const listed = (query: Asked, sort: Sort | undefined, cursor: string, signal: AbortSignal): Promise<Found> => {
  const page = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  const order = !sort || sort === 'relevance' ? ('popular' as const) : sort;
  return dataOf(client.GET('/api/v1/products', { params: { query: { ...query, ...page, sort: order } }, signal }));
};

const searched = (
  q: string,
  query: Asked,
  sort: Sort | undefined,
  cursor: string,
  signal: AbortSignal,
): Promise<Found> => {
  const page = { limit: PAGE, ...(cursor ? { cursor } : {}) };
  const order = sort && sort !== 'relevance' ? { sort } : {};
  return dataOf(client.GET('/api/v1/search', { params: { query: { q, ...query, ...page, ...order } }, signal }));
};

/** A list that goes on. It stays as long as it was while one looks at a product and comes back. */
export const products = (place: Place, sifting: Sifting) =>
  infiniteQueryOptions({
    queryKey: ['products', place, sifting],
    queryFn: ({ signal, pageParam }) =>
      sifting.q
        ? searched(sifting.q, asked(place, sifting), sifting.sort, pageParam, signal)
        : listed(asked(place, sifting), sifting.sort, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });

/** What the list could be narrowed to; beside the list, because counting takes longer than reading. */
export const facets = (place: Place, sifting: Sifting) =>
  queryOptions({
    queryKey: ['facets', place, { ...sifting, sort: undefined }],
    queryFn: async ({ signal }) => {
      const query = { ...asked(place, sifting), limit: 1, facets: true };
      const found = sifting.q
        ? await dataOf(client.GET('/api/v1/search', { params: { query: { q: sifting.q, ...query } }, signal }))
        : await dataOf(client.GET('/api/v1/products', { params: { query }, signal }));
      return found.facets ?? null;
    },
    placeholderData: keepPreviousData,
  });

export const suggestions = (q: string) =>
  queryOptions({
    queryKey: ['suggestions', q],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/search/suggest', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q.trim().length > 0,
    placeholderData: keepPreviousData,
  });
