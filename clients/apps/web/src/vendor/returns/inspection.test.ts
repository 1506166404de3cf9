import { expect, test } from 'vitest';
import type { ReturnLine } from '../queries/returns.ts';
import { adds, untouched, withCount } from './inspection.ts';

const line = { line_id: 'l', quantity: 3 } as ReturnLine;

test('what is damaged or missing is taken from what was fine', () => {
  const one = withCount(line, untouched(line), 'damaged', 1);
  expect(one).toEqual({ as_described: 2, damaged: 1, missing: 0 });
  expect(withCount(line, one, 'missing', 2)).toEqual({ as_described: 0, damaged: 1, missing: 2 });
});

test('counts that do not add up are seen', () => {
  const one = withCount(line, untouched(line), 'damaged', 2);
  expect(adds(line, one)).toBe(true);
  expect(adds(line, withCount(line, one, 'missing', 2))).toBe(false);
  expect(withCount(line, one, 'damaged', 99).damaged).toBe(3);
});
