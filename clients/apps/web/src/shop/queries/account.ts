import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { client, session } from '../api.ts';
import { keepCart } from '../cart/kept.ts';

export const profile = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/me', { signal })),
});

export const sessions = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/me/sessions', { params: { query: { limit: 50 } }, signal })),
});

const useMine = <V, R>(key: string[], act: (variables: V) => Promise<R>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: key }) });
};

export const useRename = () =>
  useMine(['me'], (name: string) => dataOf(client.PATCH('/api/v1/me', { body: { name } })));

export const useAddAddress = () =>
  useMine(['me', 'addresses'], (body: Schemas['AddressBody']) => dataOf(client.POST('/api/v1/me/addresses', { body })));

export const useRemoveAddress = () =>
  useMine(['me', 'addresses'], (address_id: string) =>
    dataOf(client.DELETE('/api/v1/me/addresses/{address_id}', { params: { path: { address_id } } })),
  );

export const useEndSession = () =>
  useMine(['me', 'sessions'], (session_id: string) =>
    dataOf(client.DELETE('/api/v1/me/sessions/{session_id}', { params: { path: { session_id } } })),
  );

export const useEndOthers = () => useMine(['me', 'sessions'], () => dataOf(client.DELETE('/api/v1/me/sessions')));

/** Ends it here whatever the network says; what was a member's is not shown to the next person. */
export const useSignOut = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => dataOf(client.POST('/api/v1/auth/logout', { body: { refresh_token: session.refreshToken() } })),
    onSettled: () => {
      session.end();
      keepCart(null);
      queries.clear();
    },
  });
};

export const useComplain = () =>
  useMutation({
    mutationFn: (body: Schemas['OpenComplaint']) => dataOf(client.POST('/api/v1/complaints', { body })),
  });
