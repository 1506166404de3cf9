import { latin } from '@bdcommerce/i18n';

/** Typed taka as poisha: `1,250.50` and `১২৫০.৫০` are 125050. Null: that is no amount. */
export const poisha = (typed: string): number | null => {
  const plain = latin(typed).replace(/[,\s\u09f3]/g, '');
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return null;
  const [whole = '0', part = ''] = plain.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
};
