import { describe, expect, test } from 'vitest';
import { permissionsOf } from '../claims.ts';
import { placeOf, placesFor } from '../frame/places.ts';
import { wrongOf } from './Act.tsx';
import { poisha } from './amounts.ts';
import { csv } from './files.ts';
import { spanOf } from './spans.ts';
import { dropView, filtersOf, saveView, viewsOf } from './views.ts';

const token = (claims: object): string => `a.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.c`;

test('a token says what its bearer may do, and one that cannot be read says nothing', () => {
  expect(permissionsOf(token({ permissions: ['orders.read', 7] }))).toEqual(['orders.read']);
  expect(permissionsOf('')).toEqual([]);
  expect(permissionsOf('a.%%%.c')).toEqual([]);
});

test('only places that a permission opens are shown', () => {
  const may = (permission: string) => permission === 'orders.read';
  expect(placesFor(may).map((place) => place.name)).toEqual(['orders']);
  expect(placeOf('/orders/ord_1')?.name).toBe('orders');
  expect(placeOf('/')?.name).toBe('dashboard');
  expect(placeOf('/me')).toBeUndefined();
});

test.each([
  ['1,250.5', 125050],
  ['১২৫০.৫০', 125050],
  ['৳ 7', 700],
  ['0.01', 1],
  ['1.234', null],
  ['-5', null],
  ['five', null],
])('%s is %s poisha', (typed, amount) => expect(poisha(typed)).toBe(amount));

describe('files', () => {
  test('quote what would break a row', () => {
    expect(csv(['a'], [['x,"y"\nz']])).toBe('\ufeffa\r\n"x,""y""\nz"\r\n');
  });
  test('hold no formula, but numbers', () => {
    expect(csv(['a'], [['=1+1'], ['-12.50'], ['@x']])).toBe("\ufeffa\r\n'=1+1\r\n-12.50\r\n'@x\r\n");
  });
});

test.each([
  [59_000, { unit: 'minutes', count: 0, rest: 0 }],
  [-3_660_000, { unit: 'hours', count: 1, rest: 1 }],
  [93_600_000, { unit: 'days', count: 1, rest: 2 }],
])('%i ms', (long, span) => expect(spanOf(long)).toEqual(span));

test('an answer that is needed is asked for, an amount has to be one', () => {
  const ask = { name: 'a', label: '' };
  expect(wrongOf(ask, ' ')).toBe('needed');
  expect(wrongOf({ ...ask, optional: true }, '')).toBe('');
  expect(wrongOf({ ...ask, kind: 'money' }, 'much')).toBe('noAmount');
  expect(wrongOf({ ...ask, kind: 'tick' }, '')).toBe('');
});

test('views are kept by name, without the place in the list', () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as unknown as Storage;
  const search = filtersOf({ status: 'applied', cursor: 'x', other: 'y' }, ['status']);
  expect(search).toEqual({ status: 'applied' });
  saveView('vendors', { name: 'New', search }, store);
  saveView('vendors', { name: 'New', search: {} }, store);
  expect(viewsOf('vendors', store)).toEqual([{ name: 'New', search: {} }]);
  dropView('vendors', 'New', store);
  expect(viewsOf('vendors', store)).toEqual([]);
  kept.set('bdc.views.vendors', '{');
  expect(viewsOf('vendors', store)).toEqual([]);
});
