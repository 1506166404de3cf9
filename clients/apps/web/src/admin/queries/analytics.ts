import { dataOf } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client, rowsOf } from '../api.ts';
import { lastDays } from '../parts/days.ts';

const LIVE_MS = 60_000;
const span = (days: number) => ({ params: { query: lastDays(days) } });

export const kpis = (days: number) =>
  queryOptions({
    queryKey: ['kpis', days],
    refetchInterval: LIVE_MS,
    queryFn: ({ signal }) => rowsOf(client.GET('/api/v1/admin/analytics/kpis', { ...span(days), signal })),
  });
export const sales = (days: number) =>
  queryOptions({
    queryKey: ['sales', days],
    queryFn: ({ signal }) => rowsOf(client.GET('/api/v1/admin/analytics/sales', { ...span(days), signal })),
  });
export const salesBy = (days: number, by: 'category' | 'vendor' | 'district' | 'channel') =>
  queryOptions({
    queryKey: ['sales-by', days, by],
    queryFn: ({ signal }) =>
      rowsOf(client.GET('/api/v1/admin/analytics/sales/by', { params: { query: { ...lastDays(days), by } }, signal })),
  });
export const funnel = (days: number) =>
  queryOptions({
    queryKey: ['funnel', days],
    queryFn: ({ signal }) => rowsOf(client.GET('/api/v1/admin/analytics/funnel', { ...span(days), signal })),
  });
export const routes = (days: number) =>
  queryOptions({
    queryKey: ['routes', days],
    refetchInterval: LIVE_MS,
    queryFn: ({ signal }) => rowsOf(client.GET('/api/v1/admin/analytics/api', { ...span(days), signal })),
  });
export const named = (days: number) =>
  queryOptions({
    queryKey: ['named-queries', days],
    refetchInterval: LIVE_MS,
    queryFn: ({ signal }) => rowsOf(client.GET('/api/v1/admin/analytics/queries', { ...span(days), signal })),
  });
export const resend = (message_id: string) =>
  dataOf(client.POST('/api/v1/admin/messages/{message_id}/resend', { params: { path: { message_id } } }));
