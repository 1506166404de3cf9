import type { Language } from '@bdcommerce/i18n';
import type { purchase } from '@bdcommerce/i18n/texts/purchase.en.ts';
import type { shop } from '@bdcommerce/i18n/texts/shop.en.ts';
import type { CommonTexts } from '@bdcommerce/ui';
import { language } from '../boot/language.ts';

export type ShopTexts = CommonTexts & typeof shop;
export type PurchaseTexts = ShopTexts & typeof purchase;

const words: object = {};

/** The words of one language; the other one is not fetched. */
export const texts = async (wanted: Language): Promise<object> =>
  Object.assign(
    words,
    wanted === 'bn' ? (await import('./texts.bn.ts')).default : (await import('./texts.en.ts')).default,
  );

/** What goes wrong is said in general until these have come, which is soon after the first picture. */
export const errorTexts = async (wanted: Language): Promise<void> => {
  const said = wanted === 'bn' ? await import('./errors.bn.ts') : await import('./errors.en.ts');
  Object.assign(words, said.default);
};

/** A page from the checkout on, together with the words that only such pages need. */
export const withPurchaseTexts =
  <T>(page: () => Promise<T>) =>
  async (): Promise<T> => {
    const more = language() === 'bn' ? import('./purchase.bn.ts') : import('./purchase.en.ts');
    const [found, said] = await Promise.all([page(), more]);
    Object.assign(words, said.default);
    return found;
  };
