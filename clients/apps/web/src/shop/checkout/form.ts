import { phone as phoneOf } from '@bdcommerce/i18n';
import type { Schemas } from '@bdcommerce/api-client';

/** Where a parcel goes, as far as somebody got; kept on the device so that nothing is typed twice. */
export interface Draft {
  name: string;
  phone: string;
  place: { label: string; upazila_id: string; union_id: string } | null;
  line1: string;
  landmark: string;
  email: string;
  note: string;
}

export type Wrong = Partial<Record<'name' | 'phone' | 'place' | 'line1', 'required' | 'badPhone' | 'badPlace'>>;

export const EMPTY: Draft = { name: '', phone: '', place: null, line1: '', landmark: '', email: '', note: '' };

const KEY = 'bdc.checkout';

export const keptDraft = (): Draft => {
  const text = localStorage.getItem(KEY);
  return text ? { ...EMPTY, ...(JSON.parse(text) as Partial<Draft>) } : EMPTY;
};

export const keepDraft = (draft: Draft): void => localStorage.setItem(KEY, JSON.stringify(draft));

/** What is missing or cannot be. */
export const wrongIn = (draft: Draft): Wrong => ({
  ...(draft.name.trim() ? {} : { name: 'required' }),
  ...(draft.phone.trim() ? (phoneOf(draft.phone) ? {} : { phone: 'badPhone' }) : { phone: 'required' }),
  ...(draft.place ? {} : { place: 'badPlace' }),
  ...(draft.line1.trim() ? {} : { line1: 'required' }),
});

/** The address as the API takes it, once it is whole. */
export const addressOf = (draft: Draft): Schemas['AddressInput'] | null => {
  if (Object.keys(wrongIn(draft)).length > 0 || !draft.place) return null;
  const { upazila_id, union_id } = draft.place;
  return {
    recipient_name: draft.name.trim(),
    phone: phoneOf(draft.phone),
    line1: draft.line1.trim(),
    upazila_id,
    ...(union_id ? { union_id } : {}),
    ...(draft.landmark.trim() ? { landmark: draft.landmark.trim() } : {}),
  };
};

/** What a found place is to an address: an upazila, or a union in one; null where it is too large. */
export const placeOf = (found: Schemas['PlaceFound'], label: string): Draft['place'] => {
  if (found.kind === 'upazila') return { label, upazila_id: found.id, union_id: '' };
  const upazila = found.around.find((each) => each.kind === 'upazila');
  if (!upazila) return null;
  return { label, upazila_id: upazila.id, union_id: found.kind === 'union' ? found.id : '' };
};
