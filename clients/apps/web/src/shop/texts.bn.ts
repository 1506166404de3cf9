import { common } from '@bdcommerce/i18n/texts/common.bn.ts';
import { shop } from '@bdcommerce/i18n/texts/shop.bn.ts';

export default { ...common, ...shop };
