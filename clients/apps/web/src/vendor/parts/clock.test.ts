import { expect, test } from 'vitest';
import { dhakaDay, endOfDay, leftUntil } from './clock.ts';

const now = Date.parse('2026-11-24T10:00:00Z');

test('what is due in some hours is told in hours and minutes', () => {
  expect(leftUntil('2026-11-25T13:05:00Z', now)).toEqual({ urgency: 'calm', days: 0, hours: 27, minutes: 5 });
});

test('what is due in some days is told in days and hours', () => {
  expect(leftUntil('2026-11-27T13:05:00Z', now)).toMatchObject({ days: 3, hours: 3 });
});

test('little time is left when the law says so, or in the last four hours', () => {
  expect(leftUntil('2026-11-25T10:00:00Z', now, '2026-11-24T09:00:00Z').urgency).toBe('soon');
  expect(leftUntil('2026-11-24T13:00:00Z', now, '2026-11-24T12:00:00Z').urgency).toBe('calm');
  expect(leftUntil('2026-11-24T13:00:00Z', now).urgency).toBe('soon');
});

test('what is late tells by how much', () => {
  expect(leftUntil('2026-11-24T08:30:00Z', now)).toEqual({ urgency: 'late', days: 0, hours: 1, minutes: 30 });
});

test('days are those of Bangladesh', () => {
  expect(dhakaDay(Date.parse('2026-11-24T19:00:00Z'))).toBe('2026-11-25');
  expect(dhakaDay(now, -30)).toBe('2026-10-25');
  expect(new Date(endOfDay('2026-11-24')).toISOString()).toBe('2026-11-24T17:59:59.000Z');
});
