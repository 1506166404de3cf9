import { ApiProblem, dataOf, type Schemas } from '@bdcommerce/api-client';
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client, session } from '../api.ts';
import { keepCart, keptCart } from '../cart/kept.ts';

export type Cart = Schemas['CartView'];

const KEY = ['cart'];

const gone = (error: unknown): boolean => error instanceof ApiProblem && (error.status === 404 || error.status === 403);

/** The cart of this device, or null where none was begun or it was ordered. */
export const cart = queryOptions({
  queryKey: KEY,
  queryFn: async ({ signal }): Promise<Cart | null> => {
    const kept = keptCart();
    if (!kept) return null;
    try {
      const found = await dataOf(
        client.GET('/api/v1/carts/{cart_id}', { params: { path: { cart_id: kept.id } }, signal }),
      );
      if (found.status !== 'ordered' && !found.order_id) return found;
    } catch (error) {
      if (!gone(error)) throw error;
    }
    keepCart(null);
    return null;
  },
  staleTime: 15_000,
  refetchOnWindowFocus: true,
});

export const useCart = () => useQuery(cart);

export const countOf = (found: Cart | null | undefined): number =>
  (found?.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);

const begun = async (): Promise<string> => {
  const kept = keptCart();
  if (kept) return kept.id;
  const made = await dataOf(client.POST('/api/v1/carts'));
  keepCart({ id: made.id, guestToken: made.guest_token ?? '' });
  return made.id;
};

/** A cart that was filled before one signed in goes over to the account. */
export const bringCartAlong = async (queries: QueryClient): Promise<void> => {
  const kept = keptCart();
  if (!session.user || !kept?.guestToken) return;
  try {
    const merged = await dataOf(
      client.POST('/api/v1/carts/{cart_id}/merge', {
        params: { path: { cart_id: kept.id } },
        headers: { 'X-Guest-Token': kept.guestToken },
      }),
    );
    keepCart({ id: merged.cart.id, guestToken: '' });
    queries.setQueryData(KEY, merged.cart);
  } catch (error) {
    if (!gone(error)) throw error;
    keepCart(null);
  }
};

const change = <V>(queries: QueryClient, act: (cartId: string, variables: V) => Promise<Cart>) => ({
  mutationFn: async (variables: V) => act(await begun(), variables),
  onSuccess: (next: Cart) => queries.setQueryData(KEY, next),
  onError: () => queries.invalidateQueries({ queryKey: KEY }),
});

export const useAddToCart = () => {
  const queries = useQueryClient();
  return useMutation(
    change(queries, (cart_id, body: { offer_id: string; quantity: number }) =>
      dataOf(client.POST('/api/v1/carts/{cart_id}/lines', { params: { path: { cart_id } }, body })),
    ),
  );
};

export const useSetQuantity = () => {
  const queries = useQueryClient();
  return useMutation(
    change(queries, (cart_id, { line_id, quantity }: { line_id: string; quantity: number }) =>
      quantity > 0
        ? dataOf(
            client.PATCH('/api/v1/carts/{cart_id}/lines/{line_id}', {
              params: { path: { cart_id, line_id } },
              body: { quantity },
            }),
          )
        : dataOf(client.DELETE('/api/v1/carts/{cart_id}/lines/{line_id}', { params: { path: { cart_id, line_id } } })),
    ),
  );
};

export const useCoupon = () => {
  const queries = useQueryClient();
  return useMutation(
    change(queries, (cart_id, code: string) =>
      code
        ? dataOf(client.POST('/api/v1/carts/{cart_id}/coupon', { params: { path: { cart_id } }, body: { code } }))
        : dataOf(client.DELETE('/api/v1/carts/{cart_id}/coupon', { params: { path: { cart_id } } })),
    ),
  );
};
