import type { Schemas } from '@bdcommerce/api-client';
import type { Product } from '../queries/catalog.ts';

export type Variant = Schemas['ShownVariant'];
export type Offer = Schemas['ShownOffer'];

/** What a page shows for what was chosen in its URL; without a choice, what is shown first. */
export const chosenOf = (
  product: Product,
  variantId?: string,
  offerId?: string,
): { variant?: Variant; offer?: Offer } => {
  const has = (variant: Variant, id: string | null | undefined) => variant.offers.some((offer) => offer.id === id);
  const variant =
    (offerId ? product.variants.find((each) => has(each, offerId)) : undefined) ??
    product.variants.find((each) => each.id === variantId) ??
    product.variants.find((each) => has(each, product.buy_box)) ??
    product.variants.find((each) => each.offers.length > 0) ??
    product.variants[0];
  if (!variant) return {};
  const named = (id: string | null | undefined) => variant.offers.find((each) => each.id === id);
  const offer = named(offerId) ?? named(product.buy_box) ?? variant.offers[0];
  return { variant, ...(offer ? { offer } : {}) };
};

/** What tells variants apart: by option, its values in the order of the variants. */
export const optionsOf = (product: Product): { name: string; values: string[] }[] =>
  product.options.map((name, at) => ({
    name,
    values: [...new Set(product.variants.map((variant) => variant.options[at] ?? ''))].filter(Boolean),
  }));

/** The variant that has `value` at the place `at` and is otherwise most like `from`. */
export const variantWith = (product: Product, from: Variant, at: number, value: string): Variant | undefined => {
  const likeness = (variant: Variant) =>
    variant.options.filter((option, n) => n !== at && option === from.options[n]).length;
  return product.variants
    .filter((variant) => variant.options[at] === value)
    .sort((one, other) => likeness(other) - likeness(one))[0];
};
