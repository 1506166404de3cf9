import { expect, test } from 'vitest';
import type { Schemas } from '@bdcommerce/api-client';
import { addressOf, type Draft, EMPTY, placeOf, wrongIn } from './form.ts';

const whole: Draft = {
  ...EMPTY,
  name: 'রহিমা বেগম',
  phone: '০১৭১২-৩৪৫৬৭৮',
  place: { label: 'Mirpur, Dhaka', upazila_id: 'dhaka/mirpur', union_id: '' },
  line1: ' House 5, Road 3 ',
};
const found = (kind: string, around: { kind: string; id: string }[]) =>
  ({ kind, id: 'x/y/z', around, name: {}, label: {}, city_key: '' }) as unknown as Schemas['PlaceFound'];

test('an empty form says everything that is missing', () => {
  expect(wrongIn(EMPTY)).toEqual({ name: 'required', phone: 'required', place: 'badPlace', line1: 'required' });
});

test('a phone is said to be wrong, not missing', () => {
  expect(wrongIn({ ...whole, phone: '0171' })).toEqual({ phone: 'badPhone' });
});

test('a whole form is an address, its phone as it is stored', () => {
  expect(addressOf(whole)).toEqual({
    recipient_name: 'রহিমা বেগম',
    phone: '+8801712345678',
    line1: 'House 5, Road 3',
    upazila_id: 'dhaka/mirpur',
  });
});

test('a union is chosen with the upazila around it', () => {
  const place = placeOf(
    found('union', [
      { kind: 'district', id: 'x' },
      { kind: 'upazila', id: 'x/y' },
    ]),
    'Z',
  );
  expect(place).toEqual({ label: 'Z', upazila_id: 'x/y', union_id: 'x/y/z' });
});

test('a district is too large to deliver to', () => {
  expect(placeOf(found('district', [{ kind: 'division', id: 'x' }]), 'X')).toBeNull();
});
