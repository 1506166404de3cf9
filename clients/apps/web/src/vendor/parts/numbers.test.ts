import { expect, test } from 'vitest';
import { gramsOf, poishaOf, takaOf, wholeOf } from './numbers.ts';

test('amounts are read as people type them, in either digits', () => {
  expect(poishaOf('1,299')).toBe(129_900);
  expect(poishaOf('৳ ১,২৯৯.৫')).toBe(129_950);
  expect(poishaOf('0.05')).toBe(5);
});

test('what is no amount is none', () => {
  for (const typed of ['', '-5', '1.234', 'abc', '1e3', '123456789']) expect(poishaOf(typed)).toBeUndefined();
});

test('an amount goes into a field and comes out the same', () => {
  for (const poisha of [0, 5, 100, 129_950, 99_999_999]) expect(poishaOf(takaOf(poisha))).toBe(poisha);
});

test('counts are whole', () => {
  expect(wholeOf('৪২')).toBe(42);
  expect(wholeOf('4.2')).toBeUndefined();
});

test('a weight may be left out, but not be nothing', () => {
  expect(gramsOf(' ')).toBeNull();
  expect(gramsOf('১২০০')).toBe(1200);
  expect(gramsOf('0')).toBeUndefined();
  expect(gramsOf('heavy')).toBeUndefined();
});
