import { speechOf } from '@bdcommerce/i18n';
import type { AdminTexts } from './texts.ts';

export const useSpeech = speechOf<AdminTexts>();
