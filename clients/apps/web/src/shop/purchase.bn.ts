export { purchase as default } from '@bdcommerce/i18n/texts/purchase.bn.ts';
