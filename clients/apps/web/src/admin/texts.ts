import type { Language } from '@bdcommerce/i18n';
import type { admin } from '@bdcommerce/i18n/texts/admin.en.ts';
import type { CommonTexts } from '@bdcommerce/ui';

export type AdminTexts = CommonTexts & typeof admin;

/** The words of one language; the other one is not fetched. */
export const texts = async (language: Language): Promise<object> =>
  language === 'bn' ? (await import('./texts.bn.ts')).default : (await import('./texts.en.ts')).default;
