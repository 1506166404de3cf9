import { Button, buttonClass, Empty, FilterIcon, SearchIcon, Trouble } from '@bdcommerce/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { ProductTile, TileBones } from '../parts/ProductTile.tsx';
import { chosenCount, useSifting } from '../parts/sifting.ts';
import { facets, type Place, products, type Sort } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

const Filters = lazy(() => import('../parts/Filters.tsx'));
const FilterSheet = lazy(() => import('../parts/FilterSheet.tsx'));

const SORTS: readonly Sort[] = ['popular', 'newest', 'price_asc', 'price_desc', 'rating'];

function SortChoice() {
  const { t } = useSpeech();
  const [sifting, sift] = useSifting();
  const sorts = sifting.q ? (['relevance', ...SORTS] as const) : SORTS;
  return (
    <label className="chip relative">
      <span className="text-soft">{t('list.sort')}</span>
      <span>{t(`list.sorts.${sifting.sort ?? sorts[0] ?? 'popular'}`)}</span>
      <select
        className="absolute inset-0 opacity-0"
        value={sifting.sort ?? sorts[0]}
        onChange={(event) => sift({ sort: event.target.value as Sort })}
      >
        {sorts.map((sort) => (
          <option key={sort} value={sort}>
            {t(`list.sorts.${sort}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Asks for the next page shortly before its end is seen. */
function Onward({ ask, busy }: { ask: () => void; busy: boolean }) {
  const { t } = useSpeech();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const watcher = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && ask(), {
      rootMargin: '800px',
    });
    if (place.current) watcher.observe(place.current);
    return () => watcher.disconnect();
  }, [ask]);
  return (
    <div ref={place} className="flex justify-center pt-10">
      <Button look="quiet" busy={busy} onClick={ask}>
        {busy ? t('loading') : t('more')}
      </Button>
    </div>
  );
}

function Nothing() {
  const { t } = useSpeech();
  const [sifting, , clear] = useSifting();
  return (
    <Empty title={t('list.none')} text={t('list.noneText')} icon={<SearchIcon size={48} />}>
      {chosenCount(sifting) > 0 ? (
        <Button look="quiet" onClick={clear}>
          {t('list.clear')}
        </Button>
      ) : (
        <Link to="/" className={buttonClass('quiet')}>
          {t('trouble.home')}
        </Link>
      )}
    </Empty>
  );
}

function Tiles({ place }: { place: Place }) {
  const [sifting] = useSifting();
  const list = useInfiniteQuery(products(place, sifting));
  const cards = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending) return <TileBones count={12} />;
  if (list.isError && cards.length === 0) return <Trouble error={list.error} again={() => void list.refetch()} />;
  if (cards.length === 0) return <Nothing />;
  return (
    <div className={list.isPlaceholderData ? 'opacity-50' : ''}>
      <Understood understood={list.data?.pages[0]?.understood ?? null} />
      <div className="grid-tiles">
        {cards.map((card, n) => (
          <ProductTile key={card.id} card={card} first={n < 4} />
        ))}
      </div>
      {list.hasNextPage ? <Onward ask={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} /> : null}
    </div>
  );
}

interface UnderstoodProps {
  understood: { corrected: string; ignored: readonly string[]; relaxed: boolean } | null;
}

/** Says what was made of the words, where it was not simply what was typed. */
function Understood({ understood }: UnderstoodProps) {
  const { t } = useSpeech();
  if (!understood) return null;
  const said = [
    understood.corrected ? t('list.corrected', { query: understood.corrected }) : '',
    understood.ignored.length > 0 ? t('list.ignored', { words: understood.ignored.join(', ') }) : '',
    understood.relaxed ? t('list.relaxed') : '',
  ].filter(Boolean);
  return said.length > 0 ? <p className="pb-4 text-soft">{said.join(' ')}</p> : null;
}

function Found({ place }: { place: Place }) {
  const { t } = useSpeech();
  const [sifting] = useSifting();
  const counts = useQuery(facets(place, sifting)).data;
  if (!counts) return <p className="min-h-6" />;
  const text = counts.complete
    ? t('list.found', { count: counts.counted })
    : t('list.foundAtLeast', { count: counts.counted });
  return (
    <p className="min-h-6 text-soft" role="status">
      {text}
    </p>
  );
}

interface ListingProps {
  place: Place;
  title: string;
  head?: ReactNode;
  /** The page has another heading above. */
  under?: boolean;
}

/** A list of products: narrowed by what stands in the URL. */
export function Listing({ place, head, title, under = false }: ListingProps) {
  const { t } = useSpeech();
  const [sifting] = useSifting();
  const [open, setOpen] = useState(false);
  const count = chosenCount(sifting);
  const Heading = under ? 'h2' : 'h1';
  return (
    <>
      {head}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-6">
        <div>
          <Heading className={under ? 'text-name font-semibold' : 'text-title'}>{title}</Heading>
          <Found place={place} />
        </div>
        <div className="flex gap-2">
          <button type="button" className="chip lg:hidden" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            <FilterIcon size={18} />
            {count > 0 ? t('list.filterCount', { count }) : t('list.filter')}
          </button>
          <SortChoice />
        </div>
      </div>
      <div className="lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-12">
        <aside className="hidden lg:block" aria-label={t('list.filter')}>
          <Suspense>
            <Filters place={place} />
          </Suspense>
        </aside>
        <Tiles place={place} />
      </div>
      <Suspense>{open ? <FilterSheet place={place} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
