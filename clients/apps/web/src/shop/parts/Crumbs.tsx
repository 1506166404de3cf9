import { Link } from '@tanstack/react-router';
import type { Localized } from '@bdcommerce/i18n';
import { useSpeech } from '../speech.ts';

export function Crumbs({ way }: { way: readonly { id: string; slug: string; name: Localized }[] }) {
  const { t, local } = useSpeech();
  return (
    <nav className="crumbs" aria-label={t('list.categories')}>
      <ol className="flex flex-wrap">
        <li>
          <Link to="/">{t('site.home')}</Link>
        </li>
        {way.map((each) => (
          <li key={each.id}>
            <Link to="/c/$slug" params={{ slug: each.slug }}>
              {local(each.name)}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
