import type { Card, Product } from '../queries/catalog.ts';

/** What was looked at on this device. It stays here; nobody is told. */
const KEY = 'bdc.viewed';
const MOST = 12;

export const viewed = (): Card[] => {
  const text = localStorage.getItem(KEY);
  return text ? (JSON.parse(text) as Card[]) : [];
};

export const forgetViewed = (): void => localStorage.removeItem(KEY);

const cardOf = (product: Product): Card | null => {
  const offers = product.variants.flatMap((variant) => variant.offers);
  const shown = offers.find((offer) => offer.id === product.buy_box) ?? offers[0];
  const image = product.images?.[0] ?? product.variants.flatMap((variant) => variant.images ?? [])[0];
  if (!shown || !image) return null;
  return {
    id: product.id,
    slug: product.slug,
    title: product.facts.title ?? { en: product.slug },
    image,
    price: shown.price,
    promotion: shown.promotion ?? null,
    in_stock: shown.in_stock ?? false,
    vendor: shown.vendor,
    category_path: (product.categories ?? []).map((each) => each.id),
    brand: product.brand ?? null,
    rating: product.rating ?? null,
    reviews: product.reviews ?? 0,
  };
};

export const remember = (product: Product): void => {
  const card = cardOf(product);
  if (!card) return;
  const others = viewed().filter((each) => each.id !== card.id);
  localStorage.setItem(KEY, JSON.stringify([card, ...others].slice(0, MOST)));
};
