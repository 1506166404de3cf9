import { expect, test } from 'vitest';
import type { Product } from '../queries/catalog.ts';
import { chosenOf, optionsOf, variantWith } from './choosing.ts';

const offer = (id: string) => ({
  id,
  price: { amount: 100, currency: 'BDT' },
  vendor: { id: 'v', slug: 'v', name: { en: 'V' } },
});
const variant = (id: string, options: string[], offers: string[]) => ({
  id,
  options,
  weight_grams: 1,
  mrp: null,
  offers: offers.map(offer),
});
const shirt = {
  options: ['Size', 'Colour'],
  buy_box: 'o3',
  variants: [
    variant('s-red', ['S', 'Red'], ['o1']),
    variant('m-red', ['M', 'Red'], ['o2', 'o3']),
    variant('m-blue', ['M', 'Blue'], []),
  ],
} as unknown as Product;

test('the buy box is shown first', () => {
  expect(chosenOf(shirt).offer?.id).toBe('o3');
});

test('an offer of the URL goes before it', () => {
  expect(chosenOf(shirt, undefined, 'o1').variant?.id).toBe('s-red');
});

test('a variant that nobody sells has no offer', () => {
  expect(chosenOf(shirt, 'm-blue')).toEqual({ variant: shirt.variants[2] });
});

test('an offer that is gone gives way to the buy box', () => {
  expect(chosenOf(shirt, undefined, 'gone').offer?.id).toBe('o3');
});

test('options come in the order of the variants', () => {
  expect(optionsOf(shirt)).toEqual([
    { name: 'Size', values: ['S', 'M'] },
    { name: 'Colour', values: ['Red', 'Blue'] },
  ]);
});

test('another value keeps what else was chosen', () => {
  const from = shirt.variants[0];
  expect(from && variantWith(shirt, from, 0, 'M')?.id).toBe('m-red');
});
