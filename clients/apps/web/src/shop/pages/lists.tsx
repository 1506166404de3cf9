import { Empty, SearchIcon, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Lost } from '../layout/Layout.tsx';
import { wayTo } from '../parts/categories.ts';
import { Crumbs } from '../parts/Crumbs.tsx';
import { TileBones } from '../parts/ProductTile.tsx';
import { useSifting } from '../parts/sifting.ts';
import { useTitle } from '../parts/title.ts';
import { categories } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import { Listing } from './Listing.tsx';

export function CategoryPage() {
  const { slug } = useParams({ from: '/c/$slug' });
  const { t, local } = useSpeech();
  const tree = useQuery(categories);
  const way = wayTo(tree.data ?? [], slug);
  const here = way.at(-1);
  useTitle(here && local(here.name));
  if (tree.isError) return <Trouble error={tree.error} again={() => void tree.refetch()} />;
  if (tree.isPending) return <TileBones count={12} />;
  if (!here) return <Lost />;
  const below = (here.children ?? []).filter((each) => !each.prohibited);
  const head = (
    <>
      <Crumbs way={way.slice(0, -1)} />
      {below.length > 0 ? (
        <nav aria-label={t('list.categories')} className="strip mb-4 lg:hidden">
          {below.map((each) => (
            <Link key={each.id} to="/c/$slug" params={{ slug: each.slug }} className="chip">
              {local(each.name)}
            </Link>
          ))}
        </nav>
      ) : null}
    </>
  );
  return <Listing key={slug} place={{ category: here.id }} head={head} title={local(here.name)} />;
}

export function AllPage() {
  const { t } = useSpeech();
  const [sifting] = useSifting();
  const title = sifting.on_sale ? t('home.deals') : t('site.all');
  useTitle(title);
  return <Listing place={{}} title={title} />;
}

export function SearchPage() {
  const { t } = useSpeech();
  const [{ q }] = useSifting();
  const title = q ? t('list.searchOf', { query: q }) : t('list.searchEmpty');
  useTitle(title);
  if (!q) return <Empty page title={title} text={t('site.findHint')} icon={<SearchIcon size={48} />} />;
  return <Listing key={q} place={{}} title={title} />;
}
