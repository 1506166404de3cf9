import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, session } from '../api.ts';

export type Quote = Schemas['Quote'];
export type Method = Schemas['StartCheckout']['payment_method'];
export type Provider = Exclude<Method, 'cod'>;
export type Where = { address: Schemas['AddressInput'] } | { address_id: string };

export const PROVIDERS: readonly Provider[] = ['bkash', 'nagad', 'sslcommerz'];

/** What the cart costs, delivered there. `lines` changes with the cart, so that the quote does. */
export const quote = (cartId: string, lines: string, where: Where | null, payment_method: Method) =>
  queryOptions({
    queryKey: ['quote', cartId, lines, where, payment_method],
    queryFn: ({ signal }) =>
      dataOf(
        client.POST('/api/v1/carts/{cart_id}/quote', {
          params: { path: { cart_id: cartId } },
          body: { ...where, payment_method },
          signal,
        }),
      ),
    enabled: Boolean(cartId && where),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const places = (q: string) =>
  queryOptions({
    queryKey: ['places', q],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/geo/search', { params: { query: { q, limit: 12 } }, signal })),
    enabled: q.trim().length > 1,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });

/** With their names in both languages. */
export const upazilasOf = (district: string) =>
  queryOptions({
    queryKey: ['upazilas', district],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/geo/upazilas', { params: { query: { district } }, signal })),
    enabled: Boolean(district),
    staleTime: Infinity,
  });

export const addresses = queryOptions({
  queryKey: ['me', 'addresses'],
  queryFn: ({ signal }) => dataOf(client.GET('/api/v1/me/addresses', { signal })),
});

type Purpose = Schemas['RequestCode']['purpose'];

export const requestCode = async (phone: string, purpose: Purpose) => {
  const sent = await dataOf(client.POST('/api/v1/auth/otp/request', { body: { phone, purpose } }));
  session.keepDevice(sent.device_token);
  return sent;
};

export const verifyCode = (phone: string, code: string, purpose: Purpose) =>
  dataOf(client.POST('/api/v1/auth/otp/verify', { body: { phone, code, purpose } }));

/** Orders the cart. The key makes a second try after a lost connection harmless. */
export const placeOrder = (body: Schemas['StartCheckout'], key: string) =>
  dataOf(client.POST('/api/v1/checkout', { body, headers: { 'Idempotency-Key': key } }));
