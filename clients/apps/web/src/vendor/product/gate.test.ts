import { expect, test } from 'vitest';
import { nameOf } from './gate.ts';

test('demands of the gate have names', () => {
  expect(nameOf('facts.return_terms').key).toBe('return_terms');
  expect(nameOf('offers.price').key).toBe('offers_price');
  expect(nameOf('category_id').key).toBe('category_id');
});

test('an attribute of a category is called as staff called it', () => {
  expect(nameOf('attributes.screen_size')).toEqual({ key: undefined, rest: 'screen size' });
});
