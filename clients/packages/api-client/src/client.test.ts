import { beforeEach, expect, test, vi } from 'vitest';
import { connect, dataOf } from './client.ts';
import type { Tokens } from './session.ts';

const BASE = 'https://shop.example';
const tokens = (access: string, expires_in: number) =>
  ({
    access_token: access,
    refresh_token: `r-${access}`,
    expires_in,
    device_token: 'd',
    user: { id: 'u' },
  }) as unknown as Tokens;
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(() => localStorage.clear());

const connected = (answer: (request: Request) => Response | Promise<Response>) => {
  const asked: Request[] = [];
  const fetch = vi.fn(async (request: RequestInfo | URL) => {
    asked.push(request as Request);
    return answer(request as Request);
  });
  return { asked, ...connect({ audience: 'shop', language: 'bn', baseUrl: BASE, fetch, guestToken: () => 'guest' }) };
};

test('a write carries a key by which it is known again, also when the network fails at first', async () => {
  let failed = false;
  const { asked, client } = connected(() => {
    if (failed) return json({ id: 'crt_1', guest_token: 'g' }, 201);
    failed = true;
    throw new TypeError('network');
  });
  await dataOf(client.POST('/api/v1/carts'));
  const keys = asked.map((request) => request.headers.get('Idempotency-Key'));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('what is the same for everybody is asked for by nobody in particular', async () => {
  const { asked, client, session } = connected(() => json([]));
  session.begin(tokens('a', 600));
  await client.GET('/api/v1/categories');
  await client.GET('/api/v1/orders');
  expect(asked.map((request) => request.headers.get('Authorization'))).toEqual([null, 'Bearer a']);
  expect(asked.map((request) => request.headers.get('X-Guest-Token'))).toEqual([null, 'guest']);
});

test('a token that is about to end is renewed once, for all who wait for it', async () => {
  const { asked, client, session } = connected((request) =>
    request.url.endsWith('/auth/refresh') ? json(tokens('b', 600)) : json({ items: [] }),
  );
  session.begin(tokens('a', 5));
  await Promise.all([client.GET('/api/v1/orders'), client.GET('/api/v1/me')]);
  const said = asked.filter((request) => !request.url.endsWith('/auth/refresh'));
  expect(said.map((request) => request.headers.get('Authorization'))).toEqual(['Bearer b', 'Bearer b']);
});

test('a session that the server ended is over here too', async () => {
  const { client, session } = connected((request) =>
    request.url.endsWith('/auth/refresh') ? json({ code: 'bad_refresh_token' }, 401) : json({ items: [] }),
  );
  session.begin(tokens('a', 5));
  await client.GET('/api/v1/orders');
  expect(session.user).toBeNull();
});

test('a refusal is a problem with its code, its fields and its data', async () => {
  const problem = { code: 'cart_changed', detail: 'x', data: { total: { amount: 5 } }, errors: [], trace_id: 't' };
  const { client } = connected(() => json(problem, 409));
  await expect(dataOf(client.GET('/api/v1/orders'))).rejects.toMatchObject({
    code: 'cart_changed',
    status: 409,
    data: { total: { amount: 5 } },
    traceId: 't',
  });
});
