import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

export type Profile = Schemas['ProfileView'];

export const profile = queryOptions({
  queryKey: ['profile'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendor/profile', { signal })),
  staleTime: 600_000,
});
