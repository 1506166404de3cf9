import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

export type Summary = Schemas['ProductSummary'];
export type Product = Schemas['ProductView'];
export type Facts = Schemas['FactsInput'];
export type ProductStatus = Summary['status'];
export type Check = Schemas['CheckView'];
export type Offer = Schemas['ListedOffer'];
export type Stock = Schemas['StockView'];
export type Movement = Schemas['MovementView'];

const MOST = 100;
const HOUR = 3_600_000;

export const products = (status: ProductStatus | '') =>
  infiniteQueryOptions({
    queryKey: ['products', status],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        client.GET('/api/v1/vendor/products', { params: { query: { status, limit: 30, cursor: pageParam } }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });

const path = (id: string) => ({ params: { path: { product_id: id } } });

export const product = (id: string) =>
  queryOptions({
    queryKey: ['product', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendor/products/{product_id}', { ...path(id), signal })),
  });

export const checklist = (id: string) =>
  queryOptions({
    queryKey: ['checklist', id],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/vendor/products/{product_id}/checklist', { ...path(id), signal })),
  });

export const offersOf = (productId: string) =>
  queryOptions({
    queryKey: ['offers', 'of', productId],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/vendor/offers', { params: { query: { product: productId, limit: MOST } }, signal })),
  });

const PAGES = 20;

/** All offers by id, at most two thousand: what the stock is called. */
export const offerNames = queryOptions({
  queryKey: ['offers', 'names'],
  queryFn: async ({ signal }) => {
    const found = new Map<string, Offer>();
    let cursor = '';
    for (let page = 0; page < PAGES; page += 1) {
      const query = { limit: MOST, cursor };
      const next = await dataOf(client.GET('/api/v1/vendor/offers', { params: { query }, signal }));
      for (const offer of next.items) found.set(offer.id, offer);
      if (!next.next_cursor) break;
      cursor = next.next_cursor;
    }
    return found;
  },
});

export const categories = queryOptions({
  queryKey: ['categories'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/categories', { signal })),
  staleTime: HOUR,
});

export const changeFacts = (id: string, version: number, facts: Facts) =>
  dataOf(client.PATCH('/api/v1/vendor/products/{product_id}', { ...path(id), body: { version, facts } }));

export const publish = (id: string) => dataOf(client.POST('/api/v1/vendor/products/{product_id}/publish', path(id)));
export const unpublish = (id: string) =>
  dataOf(client.POST('/api/v1/vendor/products/{product_id}/unpublish', path(id)));

export interface OfferChange {
  price?: { amount: number };
  active?: boolean;
}

export const changeOffer = (offer: Pick<Offer, 'id' | 'version'>, change: OfferChange) =>
  dataOf(
    client.PATCH('/api/v1/vendor/offers/{offer_id}', {
      params: { path: { offer_id: offer.id } },
      body: { ...change, version: offer.version },
    }),
  );

export const stock = (low: boolean) =>
  infiniteQueryOptions({
    queryKey: ['stock', low],
    queryFn: ({ signal, pageParam }) =>
      dataOf(client.GET('/api/v1/vendor/stock', { params: { query: { low, limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });

export const movements = (offerId: string) =>
  infiniteQueryOptions({
    queryKey: ['movements', offerId],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        client.GET('/api/v1/vendor/stock/{offer_id}/movements', {
          params: { path: { offer_id: offerId }, query: { limit: 20, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });

const stockPath = (offerId: string) => ({ params: { path: { offer_id: offerId } } });

export const warehouses = queryOptions({
  queryKey: ['warehouses'],
  queryFn: ({ signal }) =>
    dataOf(client.GET('/api/v1/vendor/warehouses', { params: { query: { limit: MOST } }, signal })),
  staleTime: HOUR,
});

export interface Given {
  offerId: string;
  units: number;
  reason: string;
  warehouseId: string;
}

export const countStock = ({ offerId, units, reason, warehouseId }: Given) =>
  dataOf(
    client.PUT('/api/v1/vendor/stock/{offer_id}', {
      ...stockPath(offerId),
      body: { on_hand: units, reason, warehouse_id: warehouseId },
    }),
  );

export const receiveStock = ({ offerId, units, reason, warehouseId }: Given) =>
  dataOf(
    client.POST('/api/v1/vendor/stock/{offer_id}/receive', {
      ...stockPath(offerId),
      body: { quantity: units, reason, warehouse_id: warehouseId, batch_no: '' },
    }),
  );

export const setLowAt = (offerId: string, lowAt: number | null) =>
  dataOf(client.PUT('/api/v1/vendor/stock/{offer_id}/low-at', { ...stockPath(offerId), body: { low_at: lowAt } }));

type File = 'products' | 'offers' | 'stock';
type Format = 'csv' | 'xlsx';

export const exported = (what: File, format: Format) =>
  client.GET(`/api/v1/vendor/exports/${what}` as '/api/v1/vendor/exports/stock', {
    params: { query: { format } },
    parseAs: 'blob',
  });
