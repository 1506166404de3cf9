import { common } from '@bdcommerce/i18n/texts/common.bn.ts';
import { errors } from '@bdcommerce/i18n/texts/errors.bn.ts';
import { admin } from '@bdcommerce/i18n/texts/admin.bn.ts';

export default { ...common, ...errors, ...admin };
