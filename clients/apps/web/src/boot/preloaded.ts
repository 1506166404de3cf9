import type { QueryClient, QueryKey } from '@tanstack/react-query';

interface Preloaded {
  queries: { key: QueryKey; data: unknown }[];
}

/** What the gateway read to write the page is in the page: it is not asked for again. */
export const takePreloaded = (queries: QueryClient, place: ParentNode = document): void => {
  const block = place.querySelector('#preloaded');
  if (!block?.textContent) return;
  const found = JSON.parse(block.textContent) as Preloaded;
  for (const { key, data } of found.queries) queries.setQueryData(key, data);
};
