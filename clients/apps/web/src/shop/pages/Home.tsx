import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ProductTile, TileBone } from '../parts/ProductTile.tsx';
import { forgetViewed, viewed } from '../parts/viewed.ts';
import { type Card, categories, row, ROW } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

function Row({ cards, first = false }: { cards: readonly Card[] | undefined; first?: boolean }) {
  return (
    <div className="row-tiles">
      {cards
        ? cards.map((card, n) => <ProductTile key={card.id} card={card} first={first && n < 2} />)
        : Array.from({ length: ROW / 2 }, (_, n) => <TileBone key={n} />)}
    </div>
  );
}

function Section({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{title}</h2>
        {end}
      </div>
      {children}
    </section>
  );
}

function Shelf({ name, title, first }: { name: 'deals' | 'popular' | 'newest'; title: string; first?: boolean }) {
  const { t } = useSpeech();
  const found = useQuery(row(name));
  if (found.isError || found.data?.items.length === 0) return null;
  const search = name === 'deals' ? { on_sale: true } : { sort: name };
  const all = (
    <Link
      to="/all"
      search={search}
      className="link inline-flex min-h-11 items-center"
      aria-label={`${t('home.all')}: ${title}`}
    >
      {t('home.all')}
    </Link>
  );
  return (
    <Section title={title} end={all}>
      <Row cards={found.data?.items} first={first ?? false} />
    </Section>
  );
}

function Viewed() {
  const { t } = useSpeech();
  const [cards, setCards] = useState(viewed);
  if (cards.length === 0) return null;
  const forget = (
    <button
      type="button"
      className="link min-h-11"
      onClick={() => {
        forgetViewed();
        setCards([]);
      }}
    >
      {t('home.forget')}
    </button>
  );
  return (
    <Section title={t('home.viewed')} end={forget}>
      <Row cards={cards} />
    </Section>
  );
}

function Categories() {
  const { t, local } = useSpeech();
  const tree = useQuery(categories);
  return (
    <Section title={t('home.categories')}>
      <nav aria-label={t('home.categories')}>
        <ul className="category-list">
          {(tree.data ?? [])
            .filter((each) => !each.prohibited)
            .map((each) => (
              <li key={each.id}>
                <Link to="/c/$slug" params={{ slug: each.slug }}>
                  {local(each.name)}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
    </Section>
  );
}

export default function Home() {
  const { t } = useSpeech();
  return (
    <>
      <div className="welcome">
        <h1>{t('site.welcome')}</h1>
        <p>{t('site.welcomeText')}</p>
      </div>
      <Categories />
      <Shelf name="deals" title={t('home.deals')} first />
      <Viewed />
      <Shelf name="popular" title={t('home.popular')} />
      <Shelf name="newest" title={t('home.fresh')} />
    </>
  );
}
