export { errors as default } from '@bdcommerce/i18n/texts/errors.en.ts';
