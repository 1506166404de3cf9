import { common } from '@bdcommerce/i18n/texts/common.bn.ts';
import { errors } from '@bdcommerce/i18n/texts/errors.bn.ts';
import { vendor } from '@bdcommerce/i18n/texts/vendor.bn.ts';

export default { ...common, ...errors, ...vendor };
