import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from './generated/schema.ts';
import { offline, problemOf } from './problem.ts';
import { type Audience, Session, type Tokens } from './session.ts';

export interface Options {
  audience: Audience;
  language: 'bn' | 'en';
  baseUrl?: string;
  /** Of the cart that somebody fills without an account; empty: there is none. */
  guestToken?: () => string;
  fetch?: typeof globalThis.fetch;
  session?: Session;
}

export interface Api {
  client: Client<paths>;
  session: Session;
}

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** What reads the same for everybody is asked for by nobody in particular, so that caches on the way may keep it. */
const SAME_FOR_ALL =
  /^\/api\/v1\/(products|categories|search|brands|vendors\/\{slug\}|geo|cancellation-reasons|return-reasons)/;
const AGAIN_MS = [400, 1600];
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The network fails now and then. Reads may be asked again, and so may writes, because each carries a key by which the
 * server knows it again. */
const patient =
  (ask: typeof globalThis.fetch): ((request: Request) => Promise<Response>) =>
  async (request) => {
    for (const wait of AGAIN_MS) {
      try {
        return await ask(request.clone());
      } catch (error) {
        if (request.signal.aborted) throw error;
        await pause(wait);
      }
    }
    try {
      return await ask(request);
    } catch (error) {
      if (request.signal.aborted) throw error;
      throw offline();
    }
  };

const renewal =
  (options: Options, ask: typeof globalThis.fetch) =>
  async (refresh: string, device: string): Promise<Tokens | null> => {
    const request = new Request(`${options.baseUrl ?? location.origin}/api/v1/auth/refresh`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(device ? { 'X-Device-Token': device } : {}) },
      body: JSON.stringify({ refresh_token: refresh }),
    });
    const reply = await patient(ask)(request);
    if (reply.ok) return (await reply.json()) as Tokens;
    if (reply.status === 401 || reply.status === 403) return null;
    throw problemOf(reply.status, await reply.json().catch(() => null));
  };

const identified = (options: Options, session: Session): Middleware => ({
  async onRequest({ request, schemaPath }) {
    request.headers.set('Accept-Language', options.language);
    if (WRITES.has(request.method) && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
    if (session.device) request.headers.set('X-Device-Token', session.device);
    if (request.method === 'GET' && SAME_FOR_ALL.test(schemaPath)) return request;
    const guest = options.guestToken?.();
    if (guest && !request.headers.has('X-Guest-Token')) request.headers.set('X-Guest-Token', guest);
    const token = schemaPath.startsWith('/api/v1/auth/') ? '' : await session.token();
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401) session.spoil((request.headers.get('Authorization') ?? '').replace('Bearer ', ''));
    return response;
  },
});

/** The API for one audience: typed by its contract, with whoever is signed in, and with refusals as ApiProblem. */
export const connect = (options: Options): Api => {
  const ask = options.fetch ?? ((request: RequestInfo | URL) => globalThis.fetch(request));
  const session = options.session ?? new Session(options.audience, renewal(options, ask));
  const client = createClient<paths>({
    baseUrl: options.baseUrl ?? location.origin,
    fetch: patient(ask),
    querySerializer: { array: { style: 'form', explode: false } },
  });
  client.use(identified(options, session));
  return { client, session };
};

/** The data of a reply. Raises ApiProblem for any other. */
export const dataOf = async <T>(reply: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> => {
  const { data, error, response } = await reply;
  if (!response.ok) throw problemOf(response.status, error);
  return data as T;
};
