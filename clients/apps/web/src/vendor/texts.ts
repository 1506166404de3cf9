import type { Language } from '@bdcommerce/i18n';
import type { vendor } from '@bdcommerce/i18n/texts/vendor.en.ts';
import type { CommonTexts } from '@bdcommerce/ui';

export type VendorTexts = CommonTexts & typeof vendor;

/** The words of one language; the other one is not fetched. */
export const texts = async (language: Language): Promise<object> =>
  language === 'bn' ? (await import('./texts.bn.ts')).default : (await import('./texts.en.ts')).default;
