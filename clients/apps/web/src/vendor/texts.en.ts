import { common } from '@bdcommerce/i18n/texts/common.en.ts';
import { errors } from '@bdcommerce/i18n/texts/errors.en.ts';
import { vendor } from '@bdcommerce/i18n/texts/vendor.en.ts';

export default { ...common, ...errors, ...vendor };
