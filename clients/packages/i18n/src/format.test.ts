import { describe, expect, test } from 'vitest';
import { date, latin, local, money, number, phone, shownPhone, stars } from './format.ts';

test.each([
  [99900, '৳999', '৳৯৯৯'],
  [100000, '৳1,000', '৳১,০০০'],
  [10000000, '৳1,00,000', '৳১,০০,০০০'],
  [1234567890, '৳1,23,45,678.90', '৳১,২৩,৪৫,৬৭৮.৯০'],
  [100000000000, '৳1,00,00,00,000', '৳১,০০,০০,০০,০০০'],
  [-123456750, '\u2212৳12,34,567.50', '\u2212৳১২,৩৪,৫৬৭.৫০'],
  [5, '৳0.05', '৳০.০৫'],
])('%i poisha are %s and %s', (poisha, en, bn) => {
  expect(money(poisha, 'en')).toBe(en);
  expect(money({ amount: poisha }, 'bn')).toBe(bn);
});

test('exact amounts show their poisha', () => {
  expect(money(129900, 'en', true)).toBe('৳1,299.00');
});

test('numbers are grouped by lakh', () => {
  expect(number(2050000, 'bn')).toBe('২০,৫০,০০০');
  expect(number(-1500, 'en')).toBe('-1,500');
});

test('ratings have one decimal', () => {
  expect(stars(463, 'bn')).toBe('৪.৬');
});

describe('dates', () => {
  test('an instant is shown as it is in Dhaka', () => {
    expect(date('2026-11-22T19:30:00Z', 'en', 'date')).toBe('23 November 2026');
    expect(date('2026-11-22T19:30:00Z', 'bn', 'date')).toContain('২৩');
  });
  test('a day stays that day', () => {
    expect(date('2026-11-24', 'en', 'day').replace(',', '')).toBe('Tuesday 24 November');
  });
});

test.each(['01712345678', '+880 1712-345678', '8801712345678', '০১৭১২৩৪৫৬৭৮', '1712345678', '+88001712345678'])(
  '%s is a phone',
  (typed) => {
    expect(phone(typed)).toBe('+8801712345678');
  },
);

test.each(['01212345678', '0171234567', '', 'abc'])('%s is none', (typed) => {
  expect(phone(typed)).toBe('');
});

test('a stored phone is shown as people write it', () => {
  expect(shownPhone('+8801712345678', 'en')).toBe('01712-345678');
});

test('a text falls back to the other language', () => {
  expect(local({ en: 'Rice', bn: '' }, 'bn')).toBe('Rice');
  expect(local(null, 'bn')).toBe('');
});

test('digits of both scripts are read', () => {
  expect(latin('১২a3')).toBe('12a3');
});
