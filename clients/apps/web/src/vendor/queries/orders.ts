import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';
import { dhakaDay } from '../parts/clock.ts';
import { jsonOf } from '../parts/files.ts';

export type Order = Schemas['VendorOrderView'];
export type OrderDetail = Schemas['VendorOrderDetail'];
export type OrderStatus = Order['status'];
export type Clock = Schemas['ClockView'];
export type Shipment = Schemas['TrackedView'];
export type ReasonCode = NonNullable<Schemas['CancelVendorOrder']['code']>;

/** The most that one call gives. */
const MOST = 100;
const HALF_MINUTE = 30_000;
/** Days in which a clock may have run out that still matters today. */
const CLOCK_DAYS = 30;

export interface OrderFilter {
  status?: OrderStatus | undefined;
  q?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const filled = ({ status, q, from, to }: OrderFilter) => ({
  ...(status ? { status } : {}),
  ...(q ? { q } : {}),
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
});

export const orders = (filter: OrderFilter) =>
  infiniteQueryOptions({
    queryKey: ['orders', filter],
    queryFn: ({ signal, pageParam }) =>
      jsonOf(
        client.GET('/api/v1/vendor/orders', {
          params: { query: { ...filled(filter), limit: 30, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });

/** All that wait for one step, at most a hundred; looked at again every half minute. */
export const waiting = (status: OrderStatus) =>
  queryOptions({
    queryKey: ['orders', 'waiting', status],
    queryFn: ({ signal }) =>
      jsonOf(client.GET('/api/v1/vendor/orders', { params: { query: { status, limit: MOST } }, signal })),
    refetchInterval: HALF_MINUTE,
    refetchOnWindowFocus: true,
  });

/** The clocks of the law that run for handing over, by vendor order. */
export const handoverClocks = queryOptions({
  queryKey: ['clocks', 'handover'],
  queryFn: async ({ signal }) => {
    const from = dhakaDay(Date.now(), -CLOCK_DAYS);
    const states = ['breached', 'at_risk', 'running'] as const;
    const pages = await Promise.all(
      states.map((state) =>
        dataOf(
          client.GET('/api/v1/vendor/clocks', {
            params: { query: { kind: 'handover', state, from, limit: MOST } },
            signal,
          }),
        ),
      ),
    );
    return pages.flatMap((page) => page.items).filter((clock) => clock.stopped_at === null);
  },
  refetchInterval: 2 * HALF_MINUTE,
});

export const order = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) =>
      dataOf(
        client.GET('/api/v1/vendor/orders/{vendor_order_id}', { params: { path: { vendor_order_id: id } }, signal }),
      ),
  });

export const picks = (orderId: string) =>
  queryOptions({
    queryKey: ['picks', orderId],
    queryFn: ({ signal }) =>
      jsonOf(client.GET('/api/v1/vendor/picks', { params: { query: { reference: orderId, limit: MOST } }, signal })),
  });

export const reasons = queryOptions({
  queryKey: ['reasons'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/cancellation-reasons', { signal })),
  staleTime: Infinity,
});

/** Parcels that a courier has been booked for and has not fetched. */
export const booked = queryOptions({
  queryKey: ['shipments', 'booked'],
  queryFn: ({ signal }) =>
    jsonOf(client.GET('/api/v1/vendor/shipments', { params: { query: { status: 'booked', limit: MOST } }, signal })),
  refetchInterval: HALF_MINUTE,
});

const PAGES = 5;

const SOON = 3000;
const UNPACKED = new Set<OrderStatus>([
  'placed',
  'awaiting_payment',
  'awaiting_confirmation',
  'confirmed',
  'accepted',
  'packed',
]);

/** The parcel of a vendor order. The API finds none by its order, so those of the days since are looked through; while
 * a courier is being booked, again and again. */
export const parcelOf = (order: Pick<Order, 'id' | 'placed_at' | 'status'>) =>
  queryOptions({
    queryKey: ['parcel', order.id],
    queryFn: async ({ signal }) => {
      const from = dhakaDay(Date.parse(order.placed_at));
      let cursor = '';
      for (let page = 0; page < PAGES; page += 1) {
        const query = { from, limit: MOST, cursor };
        const found = await jsonOf(client.GET('/api/v1/vendor/shipments', { params: { query }, signal }));
        const one = found.items.find((each) => each.vendor_order_id === order.id);
        if (one) return await parcel(one.shipment_id, signal);
        if (!found.next_cursor) break;
        cursor = found.next_cursor;
      }
      return null;
    },
    enabled: !UNPACKED.has(order.status),
    refetchInterval: ({ state }) =>
      order.status === 'ready_to_ship' && (!state.data || state.data.status === 'planned') ? SOON : false,
  });

const parcel = (id: string, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/vendor/shipments/{shipment_id}', { params: { path: { shipment_id: id } }, signal }));

const path = (id: string) => ({ params: { path: { vendor_order_id: id } } });

export const accept = (id: string) => dataOf(client.POST('/api/v1/vendor/orders/{vendor_order_id}/accept', path(id)));
export const pack = (id: string) => dataOf(client.POST('/api/v1/vendor/orders/{vendor_order_id}/pack', path(id)));

export const handOver = (id: string, grams: number | null) =>
  dataOf(
    client.POST('/api/v1/vendor/orders/{vendor_order_id}/dispatch', {
      ...path(id),
      body: grams === null ? null : { weight_grams: grams },
    }),
  );

export interface Cancel {
  id: string;
  code: ReasonCode;
  reason: string;
  lineIds: string[];
}

export const cancel = ({ id, code, reason, lineIds }: Cancel) =>
  dataOf(
    client.POST('/api/v1/vendor/orders/{vendor_order_id}/cancel', {
      ...path(id),
      body: { code, reason, line_id: '', line_ids: lineIds },
    }),
  );

export const labels = (shipmentIds: string[], paper: 'a6' | 'a4') =>
  client.POST('/api/v1/vendor/labels', { body: { shipment_ids: shipmentIds, paper }, parseAs: 'blob' });

export const packingSlip = (id: string) =>
  client.GET('/api/v1/vendor/orders/{vendor_order_id}/packing-slip', { ...path(id), parseAs: 'blob' });

export const ordersFile = (filter: OrderFilter, format: 'csv' | 'xlsx') =>
  client.GET('/api/v1/vendor/orders', { params: { query: { ...filled(filter), format } }, parseAs: 'blob' });
