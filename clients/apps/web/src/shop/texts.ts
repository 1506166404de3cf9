import type { Language } from '@bdcommerce/i18n';
import type { purchase } from '@bdcommerce/i18n/texts/purchase.en.ts';
import type { shop } from '@bdcommerce/i18n/texts/shop.en.ts';
import type { CommonTexts } from '@bdcommerce/ui';

export type ShopTexts = CommonTexts & typeof shop;
export type PurchaseTexts = ShopTexts & typeof purchase;

const words: object = {};

/** The words of one language; the other one is not fetched. */
export const texts = async (wanted: Language): Promise<object> =>
  Object.assign(
    words,
    wanted === 'bn' ? (await import('./texts.bn.ts')).default : (await import('./texts.en.ts')).default,
  );
