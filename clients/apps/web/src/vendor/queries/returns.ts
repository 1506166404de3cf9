import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

export type Return = Schemas['ReturnView'];
export type ReturnStatus = Return['status'];

/** Those that wait for an answer of the vendor. */
export const openReturns = queryOptions({
  queryKey: ['returns', 'open'],
  queryFn: ({ signal }) =>
    dataOf(client.GET('/api/v1/vendor/returns', { params: { query: { status: 'requested', limit: 100 } }, signal })),
});

export const returns = (status: ReturnStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: ['returns', 'list', status ?? ''],
    queryFn: ({ signal, pageParam }) =>
      dataOf(
        client.GET('/api/v1/vendor/returns', {
          params: { query: { ...(status ? { status } : {}), limit: 30, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
