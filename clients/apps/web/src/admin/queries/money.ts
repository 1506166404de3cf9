import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';
import type { Search } from '../way.tsx';

export type Batch = Schemas['BatchView'];
export type PayoutRow = Schemas['PayoutView'];

const batch_ = (batch_id: string) => ({ params: { path: { batch_id } } });
const payout_ = (batch_id: string, payout_id: string) => ({ params: { path: { batch_id, payout_id } } });

export const batches = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/payouts', { params: { query: search }, signal }));
export const due = queryOptions({
  queryKey: ['payouts-due'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/payouts/due', { signal })),
});
export const float = queryOptions({
  queryKey: ['payout-float'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/payouts/float', { signal })),
});
export const unknown = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/payouts/unknown', { params: { query: search }, signal }));
export const batch = (id: string) =>
  queryOptions({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/payouts/{batch_id}', { ...batch_(id), signal })),
  });

/** Everything that is owed, or only what the payout cycle says is due today. */
export const draft = (only_due: boolean) => dataOf(client.POST('/api/v1/admin/payouts', { body: { only_due } }));
export const approve = (id: string) => dataOf(client.POST('/api/v1/admin/payouts/{batch_id}/approve', batch_(id)));
export const discard = (id: string) => dataOf(client.POST('/api/v1/admin/payouts/{batch_id}/discard', batch_(id)));
export const sent = (id: string) => dataOf(client.POST('/api/v1/admin/payouts/{batch_id}/sent', batch_(id)));
export const bankFile = (batch_id: string) =>
  dataOf(client.GET('/api/v1/admin/payouts/{batch_id}/bank-file', { ...batch_(batch_id), parseAs: 'blob' }));
export const advice = (batch: string, payout: string) =>
  dataOf(
    client.GET('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/advice', {
      params: { path: { batch_id: batch, payout_id: payout }, query: { format: 'pdf' } },
      parseAs: 'blob',
    }),
  );

/** What became of a payout. Charges are poisha. */
export const paid = (batch: string, payout: string, charge: number) =>
  dataOf(
    client.POST('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/paid', {
      ...payout_(batch, payout),
      body: { bank_charge: { amount: charge } },
    }),
  );
export const failed = (batch: string, payout: string, reason: string) =>
  dataOf(
    client.POST('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/failed', {
      ...payout_(batch, payout),
      body: { reason },
    }),
  );
export const returned = (batch: string, payout: string, reason: string) =>
  dataOf(
    client.POST('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/returned', {
      ...payout_(batch, payout),
      body: { reason },
    }),
  );
export const look = (batch: string, payout: string) =>
  dataOf(
    client.POST('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/look', { ...payout_(batch, payout), body: {} }),
  );
export const propose = (batch: string, payout: string, body: Schemas['ProposeResolution']) =>
  dataOf(
    client.POST('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/resolution', { ...payout_(batch, payout), body }),
  );
export const believe = (batch: string, payout: string) =>
  dataOf(client.POST('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/resolution/accept', payout_(batch, payout)));
export const doubt = (batch: string, payout: string) =>
  dataOf(client.POST('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}/resolution/refuse', payout_(batch, payout)));

/** The bank's own file of what became of payouts; `dry`: only what it would do. */
export const answers = (file: File, dry: boolean) =>
  dataOf(
    client.POST('/api/v1/admin/payouts/answers', {
      params: { query: { dry_run: dry } },
      body: file as unknown as string,
      bodySerializer: (body) => body as unknown as Blob,
      headers: { 'Content-Type': typeOf(file) },
    }),
  );

/** What a file is sent as, by its name: browsers do not agree on the types of tables. */
export const typeOf = (file: { name: string }): string =>
  /\.xlsx$/i.test(file.name) ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
