/// <reference lib="webworker" />
/** What stays when the network goes: the application itself, pages and pictures one has seen, and answers of the shop
 * that are the same for everybody. Nothing personal is kept. */
export {};

declare const self: ServiceWorkerGlobalScope;
declare const SHELL: readonly string[];
declare const VERSION: string;

const SHELL_CACHE = `shell-${VERSION}`;
const PAGES = 'pages';
const ANSWERS = 'answers';
const PICTURES = 'pictures';
const MOST = { [PAGES]: 40, [ANSWERS]: 120, [PICTURES]: 200 };
const PATIENCE_MS = 4000;
const SAME_FOR_ALL = /^\/api\/v1\/(products|categories|search|brands|vendors)\b/;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL_CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  );
});

const outlive = async (): Promise<void> => {
  const kept = new Set<string>([SHELL_CACHE, PAGES, ANSWERS, PICTURES]);
  for (const name of await caches.keys()) if (!kept.has(name)) await caches.delete(name);
  await self.clients.claim();
};

self.addEventListener('activate', (event) => event.waitUntil(outlive()));

const keep = async (name: keyof typeof MOST, request: Request, reply: Response): Promise<void> => {
  if (!reply.ok || reply.redirected) return;
  const cache = await caches.open(name);
  await cache.put(request, reply);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST[name]))) await cache.delete(old);
};

const inTime = (request: Request): Promise<Response> =>
  Promise.race([
    fetch(request),
    new Promise<never>((_, fail) => setTimeout(() => fail(new Error('too slow')), PATIENCE_MS)),
  ]);

/** The network's answer if it comes in time, else the last one there was. */
const freshFirst = async (event: FetchEvent, name: typeof PAGES | typeof ANSWERS): Promise<Response> => {
  const kept = await caches.match(event.request);
  try {
    const reply = await (kept ? inTime(event.request) : fetch(event.request));
    event.waitUntil(keep(name, event.request, reply.clone()));
    return reply;
  } catch (error) {
    if (kept) return kept;
    const shell =
      name === PAGES
        ? await caches.match(new URL(event.request.url).pathname.startsWith('/en') ? '/en/offline' : '/bn/offline')
        : undefined;
    if (shell) return shell;
    throw error;
  }
};

const keptFirst = async (event: FetchEvent): Promise<Response> => {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const reply = await fetch(event.request);
  event.waitUntil(keep(PICTURES, event.request, reply.clone()));
  return reply;
};

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  } else if (url.pathname.startsWith('/api/v1/media/')) {
    event.respondWith(keptFirst(event));
  } else if (SAME_FOR_ALL.test(url.pathname) && !request.headers.has('Authorization')) {
    event.respondWith(freshFirst(event, ANSWERS));
  } else if (request.mode === 'navigate' && /^\/(bn|en)(\/|$)/.test(url.pathname)) {
    event.respondWith(freshFirst(event, PAGES));
  }
});
