import { latin } from '@bdcommerce/i18n';

const WHOLE = /^\d{1,9}$/;
const bare = (typed: string): string => latin(typed).replace(/[\s,৳]/g, '');

/** A whole number as people type it, in either digits; undefined: it is none. */
export const wholeOf = (typed: string): number | undefined =>
  WHOLE.test(bare(typed)) ? Number(bare(typed)) : undefined;

/** Poisha of an amount in taka, as “1,299.50”; undefined: it is none. */
export const poishaOf = (typed: string): number | undefined => {
  const found = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(bare(typed));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined;
};

/** An amount as it stands in a field. */
export const takaOf = (poisha: number): string =>
  poisha % 100 ? (poisha / 100).toFixed(2) : String(Math.trunc(poisha / 100));

/** Grams, null for nothing typed, undefined for what is no weight of a parcel. */
export const gramsOf = (typed: string): number | null | undefined => {
  if (typed.trim() === '') return null;
  const grams = wholeOf(typed);
  return grams !== undefined && grams >= 1 && grams <= 1_000_000 ? grams : undefined;
};
