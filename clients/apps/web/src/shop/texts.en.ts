import { common } from '@bdcommerce/i18n/texts/common.en.ts';
import { shop } from '@bdcommerce/i18n/texts/shop.en.ts';

export default { ...common, ...shop };
