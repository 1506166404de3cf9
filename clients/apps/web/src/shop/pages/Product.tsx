import {
  Bone,
  Cut,
  Loading,
  Price,
  Rating,
  ReturnIcon,
  ShareIcon,
  ShopIcon,
  Trouble,
  TruckIcon,
  useToast,
} from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { Lost } from '../layout/Layout.tsx';
import { AddToBag } from '../parts/AddToBag.tsx';
import { chosenOf, type Offer, optionsOf, type Variant, variantWith } from '../parts/choosing.ts';
import { Crumbs } from '../parts/Crumbs.tsx';
import { Gallery } from '../parts/Gallery.tsx';
import { useTitle } from '../parts/title.ts';
import { remember } from '../parts/viewed.ts';
import { product, type Product } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

const Details = lazy(() => import('../parts/Details.tsx'));

const FEW = 5;

function Waiting() {
  return (
    <Loading>
      <div className="product pt-11">
        <Bone className="aspect-square rounded-large" />
        <div className="grid content-start gap-3">
          <Bone className="h-9 w-4/5" />
          <Bone className="h-9 w-2/5" />
          <Bone className="h-12" />
        </div>
      </div>
    </Loading>
  );
}

function Variants({ shown, variant }: { shown: Product; variant: Variant }) {
  const navigate = useNavigate({ from: '/p/$slug' });
  const choose = (wanted: Variant | undefined) =>
    wanted && void navigate({ search: { variant: wanted.id }, replace: true, resetScroll: false });
  if (shown.variants.length < 2) return null;
  return optionsOf(shown).map((option, at) => (
    <fieldset key={option.name}>
      <legend className="pb-2 font-medium">{option.name}</legend>
      <div className="flex flex-wrap gap-2">
        {option.values.map((value) => (
          <label key={value} className="chip">
            <input
              type="radio"
              name={option.name}
              className="sr-only"
              checked={variant.options[at] === value}
              onChange={() => choose(variantWith(shown, variant, at, value))}
            />
            {value}
          </label>
        ))}
      </div>
    </fieldset>
  ));
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span className="flex-none pt-0.5 text-action">{icon}</span>
      <div>{children}</div>
    </li>
  );
}

function Promises({ shown, offer }: { shown: Product; offer: Offer }) {
  const { t, local } = useSpeech();
  const delivery = local(shown.facts.delivery_time);
  const returns = local(shown.facts.return_terms);
  const warranty = local(shown.facts.warranty);
  return (
    <ul className="grid gap-3 border-y border-line py-4">
      <Line icon={<ShopIcon size={20} />}>
        <span className="text-soft">{`${t('product.soldBy')} `}</span>
        <Link to="/v/$slug" params={{ slug: offer.vendor.slug }} className="link">
          {local(offer.vendor.name)}
        </Link>
      </Line>
      <Line icon={<TruckIcon size={20} />}>
        {delivery ? <p>{delivery}</p> : null}
        <p className="tile-note">{offer.ready_to_ship === false ? t('product.notReady') : t('product.deliveryText')}</p>
      </Line>
      {returns || warranty ? (
        <Line icon={<ReturnIcon size={20} />}>
          {returns ? <p>{returns}</p> : null}
          {warranty ? <p className="tile-note">{`${t('product.warranty')}: ${warranty}`}</p> : null}
        </Line>
      ) : null}
    </ul>
  );
}

function Stock({ offer }: { offer: Offer }) {
  const { t } = useSpeech();
  const left = offer.available ?? 0;
  if (!offer.in_stock) return null;
  return left <= FEW ? (
    <p className="text-note text-deal-ink">{t('product.left', { count: left })}</p>
  ) : (
    <p className="text-note text-action">{t('product.inStock')}</p>
  );
}

function Offers({ variant, offer }: { variant: Variant; offer: Offer }) {
  const { t, local } = useSpeech();
  const others = variant.offers.filter((each) => each.id !== offer.id);
  if (others.length === 0) return null;
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('product.offers')}</h2>
      </div>
      <ul>
        {others.map((each) => (
          <li key={each.id} className="flex items-center justify-between gap-4 border-b border-line py-3">
            <div>
              <Price price={each.price} was={each.promotion?.was} />
              <Link
                to="/v/$slug"
                params={{ slug: each.vendor.slug }}
                className="tile-note underline underline-offset-4"
              >
                {local(each.vendor.name)}
              </Link>
            </div>
            <Link
              from="/p/$slug"
              search={{ variant: variant.id, offer: each.id }}
              replace
              resetScroll={false}
              className="button button-quiet button-small"
              aria-label={`${t('product.choose')}: ${local(each.vendor.name)}`}
            >
              {t('product.choose')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Share({ title }: { title: string }) {
  const { t } = useSpeech();
  const say = useToast();
  const share = async () => {
    const shared = { title, url: location.origin + location.pathname };
    if (typeof navigator.share === 'function') return navigator.share(shared).catch(() => undefined);
    await navigator.clipboard.writeText(shared.url);
    say(t('product.shared'));
  };
  return (
    <button type="button" className="frame-tool -mr-3" aria-label={t('product.share')} onClick={() => void share()}>
      <ShareIcon size={20} />
    </button>
  );
}

function Deal({ offer }: { offer: Offer }) {
  const { t, local, date } = useSpeech();
  if (!offer.promotion) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-note text-deal-ink">
      <Cut percent={offer.promotion.percent_off} />
      <span>{`${local(offer.promotion.name)} · ${t('product.until', { date: date(offer.promotion.ends_at, 'moment') })}`}</span>
    </p>
  );
}

function Side({ shown, variant, offer }: { shown: Product; variant: Variant | undefined; offer: Offer | undefined }) {
  const { t, local, money } = useSpeech();
  const title = local(shown.facts.title);
  return (
    <div className="product-side grid gap-4">
      <div className="flex items-start justify-between gap-2">
        <div className="grid gap-1">
          {shown.brand ? (
            <Link to="/all" search={{ brand: shown.brand.id }} className="tile-note">
              {local(shown.brand.name)}
            </Link>
          ) : null}
          <h1>{title}</h1>
          <Rating rating={shown.rating} reviews={shown.reviews} />
        </div>
        <Share title={title} />
      </div>
      {offer ? (
        <div className="grid gap-1">
          <Price price={offer.price} was={offer.promotion?.was} large />
          {variant?.mrp ? <p className="tile-note">{t('product.mrp', { price: money(variant.mrp) })}</p> : null}
          <Deal offer={offer} />
          <Stock offer={offer} />
        </div>
      ) : (
        <p className="text-soft">{t('product.soldOutText')}</p>
      )}
      {variant ? <Variants shown={shown} variant={variant} /> : null}
      <AddToBag key={offer?.id} product={shown} variant={variant} offer={offer} />
      {offer ? <Promises shown={shown} offer={offer} /> : null}
      {variant && offer ? <Offers variant={variant} offer={offer} /> : null}
    </div>
  );
}

export default function ProductPage() {
  const { slug } = useParams({ from: '/p/$slug' });
  const search = useSearch({ from: '/p/$slug' });
  const { local } = useSpeech();
  const found = useQuery(product(slug));
  const shown = found.data;
  useTitle(shown && local(shown.facts.title));
  useEffect(() => {
    if (shown) remember(shown);
  }, [shown]);
  if (found.isPending) return <Waiting />;
  if (!shown) {
    const lost = (found.error as { status?: number }).status === 404;
    return lost ? <Lost /> : <Trouble error={found.error} again={() => void found.refetch()} />;
  }
  const { variant, offer } = chosenOf(shown, search.variant, search.offer);
  const images = [...(variant?.images ?? []), ...(shown.images ?? [])];
  return (
    <>
      <Crumbs way={shown.categories ?? []} />
      <div className="product">
        <Gallery key={variant?.id} images={images} />
        <Side shown={shown} variant={variant} offer={offer} />
      </div>
      <Suspense fallback={<div className="min-h-dvh" />}>
        <Details product={shown} variant={variant} />
      </Suspense>
    </>
  );
}
