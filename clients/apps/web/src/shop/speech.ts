import { speechOf } from '@bdcommerce/i18n';
import type { PurchaseTexts, ShopTexts } from './texts.ts';

export const useSpeech = speechOf<ShopTexts>();

/** In pages from the checkout on: these have more words (see withPurchaseTexts). */
export const usePurchaseSpeech = speechOf<PurchaseTexts>();
