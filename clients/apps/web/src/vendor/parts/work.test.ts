import { expect, test } from 'vitest';
import type { Clock, Order } from '../queries/orders.ts';
import { actOf, byDeadline, firstWithWork, isStep, mayCancel, mayCancelLines } from './work.ts';

const order = (id: string, promised: string) => ({ id, promised_by: promised }) as Order;
const clock = (subject: string, due: string) =>
  ({ subject_id: subject, due_at: due, at_risk_at: '2026-11-24T00:00:00Z' }) as Clock;

test('the clock of the law comes before the day that was promised, and what is due first comes first', () => {
  const rows = byDeadline(
    [order('late', '2026-11-30'), order('middle', '2026-11-26'), order('soon', '2026-11-29')],
    [clock('soon', '2026-11-25T08:00:00Z'), clock('other', '2026-11-24T08:00:00Z')],
  );
  expect(rows.map((row) => row.order.id)).toEqual(['soon', 'middle', 'late']);
  expect(rows[0]).toMatchObject({ due: '2026-11-25T08:00:00Z', soonAt: '2026-11-24T00:00:00Z' });
  expect(rows[1]).toMatchObject({ due: '2026-11-26T23:59:59+06:00', soonAt: undefined });
});

test('the day begins at the first step with work', () => {
  expect(firstWithWork({ accept: 0, pack: 2, handOver: 3 })).toBe('pack');
  expect(firstWithWork({})).toBe('accept');
});

test('an order says what it waits for', () => {
  expect(actOf('confirmed')).toBe('accept');
  expect(actOf('packed')).toBe('handOver');
  expect(actOf('delivered')).toBeUndefined();
  expect(isStep('pack')).toBe(true);
  expect(isStep('__proto__')).toBe(false);
});

test('lines may be cancelled until the parcel is packed, the order until a courier is called', () => {
  expect([mayCancelLines('accepted'), mayCancelLines('packed')]).toEqual([true, false]);
  expect([mayCancel('packed'), mayCancel('handed_over')]).toEqual([true, false]);
});
