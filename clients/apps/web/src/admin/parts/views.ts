import { stringifySearch } from '../../boot/search.ts';
import type { Search } from '../way.tsx';

/** A choice of filters that somebody gave a name. */
export interface View {
  name: string;
  search: Search;
}

const keyOf = (table: string): string => `bdc.views.${table}`;

export const viewsOf = (table: string, store: Pick<Storage, 'getItem'> = localStorage): View[] => {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(table)) ?? '[]');
    return Array.isArray(kept) ? (kept as View[]) : [];
  } catch {
    return [];
  }
};

const keep = (table: string, views: readonly View[], store: Pick<Storage, 'setItem'>): void =>
  store.setItem(keyOf(table), JSON.stringify(views));

/** A view of the same name is replaced. */
export const saveView = (table: string, view: View, store: Storage = localStorage): void =>
  keep(table, [...viewsOf(table, store).filter((each) => each.name !== view.name), view], store);

export const dropView = (table: string, name: string, store: Storage = localStorage): void =>
  keep(
    table,
    viewsOf(table, store).filter((each) => each.name !== name),
    store,
  );

/** Filters without the place in the list, which is nobody's choice. */
export const filtersOf = (search: Search, names: readonly string[]): Search =>
  Object.fromEntries(Object.entries(search).filter(([name, value]) => names.includes(name) && value !== ''));

export const sameView = (one: Search, other: Search): boolean =>
  stringifySearch({ ...one }) === stringifySearch({ ...other });
