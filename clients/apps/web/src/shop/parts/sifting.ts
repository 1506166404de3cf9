import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Sifting, Sort } from '../queries/catalog.ts';

/** As it stands in the URL: short, plain, shareable. */
export type ListSearch = Omit<Sifting, 'attributes'> & Record<`attr.${string}`, string | undefined>;

const SORTS: readonly string[] = ['relevance', 'newest', 'price_asc', 'price_desc', 'popular', 'rating'];
const MOST_TAKA = 100_000_000;

const whole = (value: unknown, most: number): number | undefined => {
  const number = Math.trunc(Number(value));
  return number > 0 && number <= most ? number : undefined;
};

/** What stands in a URL by that name, if anything does. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;

const drop = <T extends object>(search: T): T =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;

/** What can be read of a URL that anybody may have written. */
export const readListSearch = (raw: Record<string, unknown>): ListSearch =>
  drop({
    ...Object.fromEntries(
      Object.entries(raw)
        .filter(([name, value]) => /^attr\.[a-z0-9_]{1,40}$/.test(name) && value)
        .map(([name, value]) => [name, String(value)]),
    ),
    q: text(raw['q'])?.slice(0, 120),
    sort: SORTS.includes(String(raw['sort'])) ? (raw['sort'] as Sort) : undefined,
    brand: text(raw['brand']),
    min: whole(raw['min'], MOST_TAKA),
    max: whole(raw['max'], MOST_TAKA),
    rating: whole(raw['rating'], 5),
    in_stock: String(raw['in_stock']) === 'true' ? true : undefined,
    on_sale: String(raw['on_sale']) === 'true' ? true : undefined,
  });

export const siftingOf = (search: ListSearch): Sifting => {
  const { q, sort, brand, min, max, rating, in_stock, on_sale } = search;
  const attributes = Object.fromEntries(
    Object.entries(search)
      .filter(([name]) => name.startsWith('attr.'))
      .map(([name, value]) => [name.slice(5), String(value)]),
  );
  const plain = { q, sort, brand, min, max, rating, in_stock, on_sale };
  return drop(Object.keys(attributes).length > 0 ? { ...plain, attributes } : plain);
};

export const chosenCount = ({ brand, min, max, rating, in_stock, on_sale, attributes }: Sifting): number =>
  [brand, min ?? max, rating, in_stock, on_sale, ...Object.values(attributes ?? {})].filter(Boolean).length;

/** A value of a list with commas, put in or taken out. */
export const toggled = (list: string | undefined, value: string): string | undefined => {
  const values = list ? list.split(',') : [];
  const next = values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
  return next.length > 0 ? next.join(',') : undefined;
};

type Sift = (change: Partial<ListSearch>) => void;

/** What the list is narrowed to, how to narrow it further, and how to have it whole again. */
export const useSifting = (): [Sifting, Sift, () => void] => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const sifting = useMemo(() => siftingOf(readListSearch(search)), [search]);
  const sift = useCallback<Sift>(
    (change) =>
      void navigate({ to: '.', search: (before) => drop({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
  const clear = useCallback(
    () => void navigate({ to: '.', search: ({ q }) => (q ? { q } : {}), replace: true, resetScroll: false }),
    [navigate],
  );
  return [sifting, sift, clear];
};
