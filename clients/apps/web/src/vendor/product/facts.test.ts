import { expect, test } from 'vitest';
import type { Product } from '../queries/catalog.ts';
import { changed, formOf } from './facts.ts';

const facts = {
  title: { bn: 'ডাল', en: 'Lentils' },
  brand: 'Own',
  expires_on: '2027-01-01',
} as Product['facts'];

test('what nobody touched is not sent', () => {
  expect(changed(facts, formOf(facts))).toEqual({});
});

test('a text goes in both its languages, a day may be taken away', () => {
  const form = { ...formOf(facts), 'title.en': ' Red lentils ', expires_on: '', colour: 'red' };
  expect(changed(facts, form)).toEqual({ title: { bn: 'ডাল', en: 'Red lentils' }, expires_on: null, colour: 'red' });
});
