import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client, rowsOf } from '../api.ts';
import type { Search } from '../way.tsx';
import { typeOf } from './money.ts';

export type Kind = 'provider' | 'courier';
export type How = Schemas['payments_schemas_settlements_Resolve']['how'];

const at = (difference_id: string) => ({ params: { path: { difference_id } } });

export const sources = queryOptions({
  queryKey: ['settlement-sources'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/settlements/sources', { signal })),
});
export const statements = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/settlements/statements', { params: { query: search }, signal }));
export const closes = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/settlements/closes', { params: { query: search }, signal }));

const narrowed = ({ resolved, ...rest }: Search) => ({
  ...rest,
  ...(resolved ? { resolved: resolved === 'yes' } : {}),
});
export const differences = (search: Search, signal: AbortSignal) =>
  rowsOf(client.GET('/api/v1/admin/settlements/differences', { params: { query: narrowed(search) }, signal }));
export const differencesFile = (search: Search, format: 'csv' | 'xlsx') =>
  dataOf(
    client.GET('/api/v1/admin/settlements/differences', {
      params: { query: { ...narrowed(search), format } },
      parseAs: 'blob',
    }),
  );
export const difference = (id: string) =>
  queryOptions({
    queryKey: ['difference', id],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/admin/settlements/differences/{difference_id}', { ...at(id), signal })),
  });
export const resolve = (id: string, body: Schemas['payments_schemas_settlements_Resolve']) =>
  dataOf(client.POST('/api/v1/admin/settlements/differences/{difference_id}/resolve', { ...at(id), body }));
export const agree = (id: string) =>
  dataOf(client.POST('/api/v1/admin/settlements/differences/{difference_id}/approve', at(id)));
export const turnDown = (id: string, reason: string) =>
  dataOf(
    client.POST('/api/v1/admin/settlements/differences/{difference_id}/turn-down', { ...at(id), body: { reason } }),
  );
export const refundPaid = (id: string, reason: string) =>
  dataOf(
    client.POST('/api/v1/admin/settlements/differences/{difference_id}/refund-paid', { ...at(id), body: { reason } }),
  );

export const closeDay = (kind: Kind, source: string, day: string) =>
  dataOf(client.POST('/api/v1/admin/settlements/closes', { body: { kind, source, day } }));

const given = (file: File) => ({
  body: file as unknown as string,
  bodySerializer: (body: unknown) => body as Blob,
  headers: { 'Content-Type': typeOf(file) },
});
export const preview = (kind: Kind, source: string, file: File) =>
  dataOf(client.POST('/api/v1/admin/settlements/preview', { params: { query: { kind, source } }, ...given(file) }));
export const importFile = (kind: Kind, source: string, file: File) =>
  dataOf(client.POST('/api/v1/admin/settlements/statements', { params: { query: { kind, source } }, ...given(file) }));
