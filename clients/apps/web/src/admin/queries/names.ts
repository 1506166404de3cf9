import { dataOf, type Schemas } from '@bdcommerce/api-client';
import type { Localized } from '@bdcommerce/i18n';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

const LONG_MS = 10 * 60_000;

/** The hundred newest vendors by id. */
export const vendorNames = queryOptions({
  queryKey: ['vendor-names'],
  staleTime: LONG_MS,
  queryFn: async ({ signal }): Promise<Record<string, Localized>> => {
    const page = await dataOf(client.GET('/api/v1/admin/vendors', { params: { query: { limit: 100 } }, signal }));
    return Object.fromEntries(page.items.map((each) => [each.id, each.name]));
  },
});

/** Colleagues by id. */
export const people = queryOptions({
  queryKey: ['people'],
  staleTime: LONG_MS,
  queryFn: async ({ signal }): Promise<Record<string, string>> => {
    const page = await dataOf(client.GET('/api/v1/admin/staff', { params: { query: { limit: 100 } }, signal }));
    return Object.fromEntries(page.items.map((each) => [each.id, each.name || each.email]));
  },
});

type Node = Schemas['CategoryNode'];
const flat = (nodes: readonly Node[]): [string, Localized][] =>
  nodes.flatMap((node) => [[node.id, node.name], ...flat(node.children ?? [])]);

/** Categories by id, whatever stands above them. */
export const categoryNames = queryOptions({
  queryKey: ['category-names'],
  staleTime: LONG_MS,
  queryFn: async ({ signal }): Promise<Record<string, Localized>> =>
    Object.fromEntries(flat(await dataOf(client.GET('/api/v1/categories', { signal })))),
});
