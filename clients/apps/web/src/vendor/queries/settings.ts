import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client } from '../api.ts';

export type Profile = Schemas['ProfileView'];

export const profile = queryOptions({
  queryKey: ['profile'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendor/profile', { signal })),
  staleTime: 600_000,
});

export type Staff = Schemas['vendors_schemas_StaffView'];
export type Role = Staff['role'];
export type Hours = Schemas['HoursBody'];

export const staff = infiniteQueryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal, pageParam }) =>
    dataOf(client.GET('/api/v1/vendor/staff', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
});

export const addStaff = (login: string, role: Role) =>
  dataOf(client.POST('/api/v1/vendor/staff', { body: { login, role } }));

export const removeStaff = (id: string) =>
  dataOf(client.DELETE('/api/v1/vendor/staff/{staff_id}', { params: { path: { staff_id: id } } }));

export const hours = queryOptions({
  queryKey: ['hours'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/vendor/dispatch-hours', { signal })),
});

export const setHours = (body: Hours) => dataOf(client.PUT('/api/v1/vendor/dispatch-hours', { body }));
export const dropHours = () => dataOf(client.DELETE('/api/v1/vendor/dispatch-hours'));
