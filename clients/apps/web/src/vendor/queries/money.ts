import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

export type Payout = Schemas['PayoutView'];
export type StatementLine = Schemas['StatementLine'];
export type FileFormat = 'pdf' | 'csv' | 'xlsx';

export interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

const given = ({ from, to }: Days) => ({ ...(from ? { from } : {}), ...(to ? { to } : {}) });

export const balance = queryOptions({
  queryKey: ['balance'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendor/balance', { signal })),
});

export const payouts = infiniteQueryOptions({
  queryKey: ['payouts'],
  queryFn: ({ signal, pageParam }) =>
    dataOf(client.GET('/api/v1/vendor/payouts', { params: { query: { limit: 20, cursor: pageParam } }, signal })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
});

export const statement = (days: Days) =>
  infiniteQueryOptions({
    queryKey: ['statement', days],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        client.GET('/api/v1/vendor/statements', {
          params: { query: { ...given(days), limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });

export const statementFile = (days: Days, format: FileFormat) =>
  client.GET('/api/v1/vendor/statements/file', { params: { query: { ...given(days), format } }, parseAs: 'blob' });

export const advice = (payoutId: string, format: FileFormat) =>
  client.GET('/api/v1/vendor/payouts/{payout_id}/advice', {
    params: { path: { payout_id: payoutId }, query: { format } },
    parseAs: 'blob',
  });

export const method = queryOptions({
  queryKey: ['payout-method'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendor/payout-method', { signal })),
});
