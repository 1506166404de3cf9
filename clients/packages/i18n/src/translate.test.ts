import { expect, test } from 'vitest';
import { translator } from './translate.ts';
import { common as commonBn } from './texts/common.bn.ts';
import { common as commonEn } from './texts/common.en.ts';
import { errors as errorsBn } from './texts/errors.bn.ts';
import { errors as errorsEn } from './texts/errors.en.ts';
import { purchase as purchaseBn } from './texts/purchase.bn.ts';
import { purchase as purchaseEn } from './texts/purchase.en.ts';
import { shop as shopBn } from './texts/shop.bn.ts';
import { shop as shopEn } from './texts/shop.en.ts';
import { vendor as vendorBn } from './texts/vendor.bn.ts';
import { vendor as vendorEn } from './texts/vendor.en.ts';
import { admin as adminBn } from './texts/admin.bn.ts';
import { admin as adminEn } from './texts/admin.en.ts';

const texts = { bag: { items_one: '{{count}} item', items_other: '{{count}} items', from: 'from {{vendor}}' } };

test('a number chooses the form and is written in the digits of the language', () => {
  const t = translator('en', texts);
  expect([t('bag.items', { count: 1 }), t('bag.items', { count: 2 })]).toEqual(['1 item', '2 items']);
  expect(translator('bn', texts)('bag.items', { count: 12 })).toBe('১২ items');
});

test('what is not given stays visible, and so does a key without a text', () => {
  const t = translator('en', texts);
  expect(t('bag.from')).toBe('from {{vendor}}');
  expect(t('bag.nothing' as 'bag.from')).toBe('bag.nothing');
});

const flat = (tree: object, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${name}`, value]] : flat(value as object, `${path}${name}.`),
  );
const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((each) => each[1]).sort();
const BOTH = {
  common: [commonEn, commonBn],
  errors: [errorsEn, errorsBn],
  shop: [shopEn, shopBn],
  purchase: [purchaseEn, purchaseBn],
  vendor: [vendorEn, vendorBn],
  admin: [adminEn, adminBn],
};

test.each(Object.entries(BOTH))('%s says the same in both languages, with the same blanks', (_, [en, bn]) => {
  const bangla = new Map(flat(bn as object));
  for (const [key, text] of flat(en as object)) {
    expect([key, blanks(bangla.get(key) ?? '')]).toEqual([key, blanks(text)]);
    expect([key, bangla.get(key)]).not.toEqual([key, '']);
  }
});
