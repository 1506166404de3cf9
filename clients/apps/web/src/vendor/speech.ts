import { speechOf } from '@bdcommerce/i18n';
import type { VendorTexts } from './texts.ts';

export const useSpeech = speechOf<VendorTexts>();
