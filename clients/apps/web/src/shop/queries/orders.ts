import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../api.ts';
import { guestTokenOf, keepCart } from '../cart/kept.ts';
import type { Provider } from './checkout.ts';

export type Order = Schemas['OrderDetail'];

const LIVE_MS = 15_000;
const SOON_MS = 3_000;

/** Shows that an order is ours, where it was made here without an account. */
const shown = (orderId: string) => {
  const token = guestTokenOf(orderId);
  return token ? { headers: { 'X-Guest-Token': token } } : {};
};

const path = (order_id: string) => ({ params: { path: { order_id } }, ...shown(order_id) });

const OVER: readonly Order['status'][] = ['completed', 'cancelled', 'returned', 'lost', 'refunded'];

/** An order; while something may still happen to it, it is looked at again and again. */
export const order = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/orders/{order_id}', { ...path(id), signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && OVER.includes(state.data.status) ? false : LIVE_MS),
  });

export const events = (id: string) =>
  queryOptions({
    queryKey: ['order', id, 'events'],
    queryFn: ({ signal }) =>
      dataOf(
        client.GET('/api/v1/orders/{order_id}/events', {
          ...shown(id),
          params: { path: { order_id: id }, query: { limit: 100 } },
          signal,
        }),
      ),
    staleTime: 0,
    refetchInterval: LIVE_MS,
  });

export const shipments = (id: string) =>
  queryOptions({
    queryKey: ['order', id, 'shipments'],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/orders/{order_id}/shipments', { ...path(id), signal })),
    staleTime: 0,
    refetchInterval: LIVE_MS,
  });

const SETTLED = ['captured', 'refund_pending', 'partially_refunded', 'refunded', 'expired'];

export const payment = (id: string) =>
  queryOptions({
    queryKey: ['order', id, 'payment'],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/payments/{order_id}', { ...path(id), signal })),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && SETTLED.includes(state.data.status) ? false : SOON_MS),
  });

export const invoices = (id: string) =>
  queryOptions({
    queryKey: ['order', id, 'invoices'],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/orders/{order_id}/invoices', { ...path(id), signal })),
  });

export const orders = infiniteQueryOptions({
  queryKey: ['orders'],
  queryFn: ({ signal, pageParam }) =>
    dataOf(client.GET('/api/v1/orders', { params: { query: { limit: 20, cursor: pageParam } }, signal })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
});

export const cancelReasons = queryOptions({
  queryKey: ['cancel-reasons'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/cancellation-reasons', { signal })),
  staleTime: Infinity,
});

const useOnOrder = <V, R>(id: string, act: (variables: V) => Promise<R>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => queries.invalidateQueries({ queryKey: ['order', id] }) });
};

export const useCancel = (id: string) =>
  useOnOrder(id, (body: Schemas['CancelOrder']) =>
    dataOf(client.POST('/api/v1/orders/{order_id}/cancel', { ...path(id), body })),
  );

export const useConfirm = (id: string) =>
  useOnOrder(id, (code: string) =>
    dataOf(client.POST('/api/v1/orders/{order_id}/confirmation', { ...path(id), body: { code } })),
  );

export const useAccept = (id: string) =>
  useOnOrder(id, (vendor_order_id: string) =>
    dataOf(client.POST('/api/v1/orders/{order_id}/accept', { ...path(id), body: { vendor_order_id } })),
  );

export const usePayAgain = (id: string) =>
  useOnOrder(id, async (method: Provider) => {
    const started = await dataOf(
      client.POST('/api/v1/payments/{order_id}/attempts', { ...path(id), body: { method } }),
    );
    if (started.next_action) location.assign(started.next_action.redirect_url);
    return started;
  });

export const usePayCash = (id: string) =>
  useOnOrder(id, () => dataOf(client.POST('/api/v1/orders/{order_id}/pay-on-delivery', path(id))));

export const useReorder = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => dataOf(client.POST('/api/v1/orders/{order_id}/reorder', path(id))),
    onSuccess: ({ cart, guest_token }) => {
      keepCart({ id: cart.id, guestToken: guest_token ?? '' });
      queries.setQueryData(['cart'], cart);
    },
  });
};

/** The invoice as a file that the browser shows. */
export const openInvoice = async (id: string): Promise<void> => {
  const blob = await dataOf(
    client.GET('/api/v1/invoices/{invoice_id}/pdf', { params: { path: { invoice_id: id } }, parseAs: 'blob' }),
  );
  window.open(URL.createObjectURL(blob), '_blank');
};
