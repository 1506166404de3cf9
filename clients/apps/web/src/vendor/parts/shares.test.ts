import { expect, test } from 'vitest';
import type { SalesDay } from '../queries/performance.ts';
import { shareOf, worked } from './shares.ts';

test('of nothing there is no share', () => {
  expect(shareOf(0, 0)).toBeUndefined();
  expect(shareOf(1, 3)).toBe(33);
});

test('days without work are left out, the latest is on top', () => {
  const day = (name: string, orders: number) =>
    ({ day: name, orders, delivered: 0, cancelled: 0, returned: 0 }) as SalesDay;
  expect(worked([day('2026-11-01', 1), day('2026-11-02', 0), day('2026-11-03', 2)]).map((each) => each.day)).toEqual([
    '2026-11-03',
    '2026-11-01',
  ]);
});
