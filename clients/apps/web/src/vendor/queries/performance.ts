import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';
import { jsonOf } from '../parts/files.ts';

export type Sales = Schemas['Sales'];
export type SalesDay = Schemas['SalesDay'];

interface Days {
  from: string;
  to: string;
}

export const sales = (days: Days) =>
  queryOptions({
    queryKey: ['sales', days],
    queryFn: ({ signal }) =>
      jsonOf(client.GET('/api/v1/vendor/performance/sales', { params: { query: days }, signal })),
  });

export const salesFile = (days: Days, format: 'csv' | 'xlsx') =>
  client.GET('/api/v1/vendor/performance/sales', { params: { query: { ...days, format } }, parseAs: 'blob' });

export const satisfaction = (days: Days) =>
  queryOptions({
    queryKey: ['satisfaction', days],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/vendor/performance/satisfaction', { params: { query: days }, signal })),
  });

export const comments = infiniteQueryOptions({
  queryKey: ['comments'],
  queryFn: ({ signal, pageParam }) =>
    dataOf(
      client.GET('/api/v1/vendor/performance/comments', {
        params: { query: { limit: 10, cursor: pageParam } },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
});

/** Orders whose time for handing over ran out in these days. */
export const late = (days: Days) =>
  queryOptions({
    queryKey: ['clocks', 'late', days],
    queryFn: ({ signal }) =>
      dataOf(
        client.GET('/api/v1/vendor/clocks', {
          params: { query: { kind: 'handover', state: 'breached', ...days, limit: 100 } },
          signal,
        }),
      ),
  });
