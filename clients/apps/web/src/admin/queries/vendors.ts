import { dataOf } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

const at = (vendor_id: string) => ({ params: { path: { vendor_id } } });

export const vendor = (id: string) =>
  queryOptions({
    queryKey: ['vendor', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/vendors/{vendor_id}', { ...at(id), signal })),
  });

export const holds = (id: string) =>
  queryOptions({
    queryKey: ['holds', id],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/admin/vendors/{vendor_id}/payout-holds', { ...at(id), signal })),
  });

export const payoutMethod = (id: string) =>
  queryOptions({
    queryKey: ['payout-method', id],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/admin/vendors/{vendor_id}/payout-method', { ...at(id), signal })),
  });

export const approve = (id: string) => dataOf(client.POST('/api/v1/admin/vendors/{vendor_id}/approve', at(id)));
export const reinstate = (id: string) => dataOf(client.POST('/api/v1/admin/vendors/{vendor_id}/reinstate', at(id)));
export const refuse = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/admin/vendors/{vendor_id}/refuse', { ...at(id), body: { reason } }));
export const suspend = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/admin/vendors/{vendor_id}/suspend', { ...at(id), body: { reason } }));

export type Tier = 'new' | 'standard' | 'trusted';
export const setTier = (id: string, tier: Tier, reason: string) =>
  dataOf(client.PUT('/api/v1/admin/vendors/{vendor_id}/tier', { ...at(id), body: { tier, reason } }));

/** `percent` as a decimal: 7.5. */
export const setCommission = (id: string, percent: string, from: string) =>
  dataOf(
    client.PUT('/api/v1/admin/vendors/{vendor_id}/commission', {
      ...at(id),
      body: { default_percent: percent, effective_from: from },
    }),
  );

/** All that is owed when `amount` (poisha) is null. */
export const hold = (id: string, amount: number | null, reason: string, until: string) =>
  dataOf(
    client.POST('/api/v1/admin/vendors/{vendor_id}/payout-holds', {
      ...at(id),
      body: { amount, reason, until: until || null },
    }),
  );
export const liftHold = (hold_id: string, reason: string) =>
  dataOf(client.POST('/api/v1/admin/payout-holds/{hold_id}/lift', { params: { path: { hold_id } }, body: { reason } }));

export const acceptMethod = (id: string, asked_at: string) =>
  dataOf(client.POST('/api/v1/admin/vendors/{vendor_id}/payout-method/accept', { ...at(id), body: { asked_at } }));
export const refuseMethod = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/admin/vendors/{vendor_id}/payout-method/refuse', { ...at(id), body: { reason } }));
