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

export type ReturnLine = Return['lines'][number];
type InspectedLine = Schemas['InspectedLine'];

const path = (id: string) => ({ params: { path: { return_id: id } } });

export const oneReturn = (id: string) =>
  queryOptions({
    queryKey: ['return', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendor/returns/{return_id}', { ...path(id), signal })),
  });

/** A photo as an address inside the browser: pictures of returns are not for everybody. */
export const photo = (id: string, name: string) =>
  queryOptions({
    queryKey: ['return-photo', id, name],
    queryFn: async ({ signal }) => {
      const reply = client.GET('/api/v1/vendor/returns/{return_id}/photos/{photo_name}', {
        params: { path: { return_id: id, photo_name: name } },
        parseAs: 'blob',
        signal,
      });
      return URL.createObjectURL(await dataOf(reply));
    },
    staleTime: Infinity,
    gcTime: Infinity,
  });

export const approve = (id: string, note: string) =>
  dataOf(client.POST('/api/v1/vendor/returns/{return_id}/approve', { ...path(id), body: { note } }));

export const refuse = (id: string, reason: string) =>
  dataOf(client.POST('/api/v1/vendor/returns/{return_id}/refuse', { ...path(id), body: { reason } }));

export const inspect = (id: string, lines: InspectedLine[], note: string) =>
  dataOf(client.POST('/api/v1/vendor/returns/{return_id}/received', { ...path(id), body: { lines, note } }));
