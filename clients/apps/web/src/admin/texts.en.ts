import { common } from '@bdcommerce/i18n/texts/common.en.ts';
import { errors } from '@bdcommerce/i18n/texts/errors.en.ts';
import { admin } from '@bdcommerce/i18n/texts/admin.en.ts';

export default { ...common, ...errors, ...admin };
