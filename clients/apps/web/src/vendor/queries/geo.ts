import { dataOf } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

/** The upazilas of a district, by which addresses name them: `dhaka/mirpur`. */
export const upazilas = (district: string) =>
  queryOptions({
    queryKey: ['upazilas', district],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/geo/upazilas', { params: { query: { district } }, signal })),
    staleTime: Infinity,
  });
