import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client, rowsOf } from '../api.ts';
import type { Search } from '../way.tsx';

export type Order = Schemas['AdminOrderView'];
export type CancelCode = NonNullable<Schemas['CancelOrder']['code']>;
export type ReturnCode = Schemas['AskReturn']['code'];

const at = (order_id: string) => ({ params: { path: { order_id } } });
const part = (vendor_order_id: string) => ({ params: { path: { vendor_order_id } } });

export const orders = (search: Search, signal: AbortSignal) =>
  rowsOf(client.GET('/api/v1/admin/orders', { params: { query: search }, signal }));

/** Phones stay out of addresses: they are looked for by a body. */
export const byPhone = (phone: string, cursor: string) =>
  dataOf(client.POST('/api/v1/admin/orders/search', { body: { phone, cursor } }));

export const ordersFile = (search: Search, format: 'csv' | 'xlsx') =>
  dataOf(client.GET('/api/v1/admin/orders', { params: { query: { ...search, format } }, parseAs: 'blob' }));

export const order = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/orders/{order_id}', { ...at(id), signal })),
  });
export const notes = (id: string) =>
  queryOptions({
    queryKey: ['order-notes', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/orders/{order_id}/notes', { ...at(id), signal })),
  });
export const risk = (id: string) =>
  queryOptions({
    queryKey: ['order-risk', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/orders/{order_id}/risk', { ...at(id), signal })),
  });
export const escrow = (id: string) =>
  queryOptions({
    queryKey: ['escrow', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/escrows/{vendor_order_id}', { ...part(id), signal })),
  });
export const payment = (id: string) =>
  queryOptions({
    queryKey: ['payment', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/payments/{order_id}', { ...at(id), signal })),
  });

/** All of the order, one vendor's part, or single lines of it. */
export const cancel = (id: string, body: Schemas['CancelOrder']) =>
  dataOf(client.POST('/api/v1/admin/orders/{order_id}/cancel', { ...at(id), body }));
export const confirmByCall = (id: string, note: string) =>
  dataOf(client.POST('/api/v1/admin/orders/{order_id}/confirmation', { ...at(id), body: { note } }));
export const takeRisk = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/admin/orders/{order_id}/risk/override', { ...at(id), body: { reason } }));
export const writeNote = (id: string, text: string) =>
  dataOf(client.POST('/api/v1/admin/orders/{order_id}/notes', { ...at(id), body: { text } }));
export const edit = (id: string, body: Schemas['EditOrder']) =>
  dataOf(client.POST('/api/v1/admin/orders/{order_id}/edits', { ...at(id), body }));
export const withdrawEdit = (order_id: string, edit_id: string) =>
  dataOf(
    client.POST('/api/v1/admin/orders/{order_id}/edits/{edit_id}/withdraw', {
      params: { path: { order_id, edit_id } },
    }),
  );
export const askReturn = (id: string, body: Schemas['AskReturn']) =>
  dataOf(client.POST('/api/v1/admin/orders/{order_id}/returns', { ...at(id), body }));
export const kept = (id: string, body: Schemas['RecordKeptFor']) =>
  dataOf(client.POST('/api/v1/admin/orders/{order_id}/kept', { ...at(id), body }));

export const freeze = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/admin/escrows/{vendor_order_id}/freeze', { ...part(id), body: { reason } }));
export const thaw = (id: string) => dataOf(client.POST('/api/v1/admin/escrows/{vendor_order_id}/thaw', part(id)));
export const settleDifference = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/admin/escrows/{vendor_order_id}/settle-difference', { ...part(id), body: { reason } }));

export const lookAtPayment = (id: string) => dataOf(client.POST('/api/v1/admin/payments/{order_id}/look', at(id)));
export const clearAttempt = (order_id: string, number: number) =>
  dataOf(
    client.POST('/api/v1/admin/payments/{order_id}/attempts/{number}/clear', {
      params: { path: { order_id, number } },
    }),
  );
export const settleRefund = (order_id: string, refund_id: string, reference: string) =>
  dataOf(
    client.POST('/api/v1/admin/payments/{order_id}/refunds/{refund_id}/settle', {
      params: { path: { order_id, refund_id } },
      body: { reference },
    }),
  );
