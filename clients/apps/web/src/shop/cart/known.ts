import type { PictureSource } from '@bdcommerce/ui';
import type { Localized } from '@bdcommerce/i18n';
import type { Offer, Variant } from '../parts/choosing.ts';
import type { Product } from '../queries/catalog.ts';

/** What this device knows of offers it put into its bag, because a line of a cart or an order names none of it. */
export interface KnownOffer {
  slug: string;
  image: PictureSource | null;
  vendor: { slug: string; name: Localized };
  options: readonly string[];
}

const KEY = 'bdc.offers';
const MOST = 80;

const all = (): Record<string, KnownOffer> =>
  JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, KnownOffer>;

export const knownOffer = (offerId: string): KnownOffer | undefined => all()[offerId];

export const knowOffer = (product: Product, variant: Variant, offer: Offer): void => {
  const image = variant.images?.[0] ?? product.images?.[0] ?? null;
  const { slug, name } = offer.vendor;
  const known: KnownOffer = { slug: product.slug, image, vendor: { slug, name }, options: variant.options };
  const rest = Object.entries(all()).filter(([id]) => id !== offer.id);
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries([[offer.id, known], ...rest].slice(0, MOST))));
};
