import { Bone, Cut, Picture, Price, Rating } from '@bdcommerce/ui';
import { Link } from '@tanstack/react-router';
import type { Card } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

const SIZES = '(min-width: 84rem) 300px, (min-width: 64rem) 23vw, (min-width: 36rem) 31vw, 46vw';

/** A product in a list: its picture on a tile, its name, what it costs, who sells it. Always in this order. */
export function ProductTile({ card, first = false }: { card: Card; first?: boolean }) {
  const { t, local } = useSpeech();
  return (
    <article className="tile">
      <div className="tile-picture">
        <Picture image={card.image} sizes={SIZES} first={first} />
        {card.promotion ? <Cut percent={card.promotion.percent_off} /> : null}
        {card.in_stock ? null : <span className="gone">{t('soldOut')}</span>}
      </div>
      <p className="tile-name">
        <Link to="/p/$slug" params={{ slug: card.slug }}>
          {local(card.title)}
        </Link>
      </p>
      <Price price={card.matching_price ?? card.price} was={card.matching_price ? null : card.promotion?.was} />
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <p className="tile-note">{local(card.vendor.name)}</p>
        <Rating rating={card.rating} reviews={card.reviews} />
      </div>
    </article>
  );
}

export function TileBone() {
  return (
    <div className="tile">
      <Bone className="tile-picture" />
      <Bone className="h-5 w-4/5" />
      <Bone className="h-5 w-2/5" />
    </div>
  );
}

export function TileBones({ count = 8 }: { count?: number }) {
  return (
    <div className="grid-tiles">
      {Array.from({ length: count }, (_, n) => (
        <TileBone key={n} />
      ))}
    </div>
  );
}
