import { BagIcon, Empty, MarkIcon, PersonIcon, SearchIcon, Toasts, Trouble } from '@bdcommerce/ui';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';
import { rememberLanguage } from '../../boot/language.ts';
import { countOf, useCart } from '../queries/cart.ts';
import { useSpeech } from '../speech.ts';
import { Find } from './Find.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';

/** The same page in the other language. It is another document: words, fonts and links change as a whole. */
function Tongue() {
  const { t, language } = useSpeech();
  const other = language === 'bn' ? 'en' : 'bn';
  const { pathname, searchStr } = useLocation();
  return (
    <a
      className={`frame-tool tongue`}
      href={`/${other}${pathname === '/' ? '/' : pathname}${searchStr}`}
      lang={other}
      hrefLang={other}
      aria-label={t('language.switch')}
      onClick={() => rememberLanguage(other)}
    >
      {t('language.other')}
    </a>
  );
}

function Bag() {
  const { t, digits } = useSpeech();
  const count = countOf(useCart().data);
  return (
    <Link to="/cart" className="frame-tool" aria-label={count ? t('site.cartCount', { count }) : t('site.cart')}>
      <BagIcon />
      {count ? (
        <span className="count" aria-hidden="true">
          {digits(count)}
        </span>
      ) : null}
    </Link>
  );
}

const heard = (hear: () => void) => {
  addEventListener('online', hear);
  addEventListener('offline', hear);
  return () => {
    removeEventListener('online', hear);
    removeEventListener('offline', hear);
  };
};

export const useOnline = (): boolean => useSyncExternalStore(heard, () => navigator.onLine);

function Offline() {
  const { t } = useSpeech();
  return useOnline() ? null : (
    <p role="status" className="bg-deal-tint py-2 text-center text-note">
      {t('site.offline')}
    </p>
  );
}

function Head() {
  const { t } = useSpeech();
  return (
    <header className="frame-head">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <div className="wide frame-row">
        <Link to="/" className="frame-mark">
          <MarkIcon size={28} />
          <span>{t('brand')}</span>
        </Link>
        <Find />
        <nav className="frame-tools" aria-label={t('site.menu')}>
          <Tongue />
          <Link to="/account" className="frame-tool" aria-label={t('site.account')}>
            <PersonIcon />
          </Link>
          <Bag />
        </nav>
      </div>
      <Offline />
    </header>
  );
}

function Foot() {
  const { t } = useSpeech();
  return (
    <footer className="frame-foot">
      <div className="wide">
        <nav aria-label={t('site.foot')}>
          <ul>
            <li>
              <Link to="/all">{t('site.all')}</Link>
            </li>
            <li>
              <Link to="/orders">{t('site.track')}</Link>
            </li>
            <li>
              <Link to="/complain">{t('site.complain')}</Link>
            </li>
            <li>
              <a href="/vendor">{t('site.sell')}</a>
            </li>
            <li>
              <a href="/docs">{t('site.api')}</a>
            </li>
          </ul>
        </nav>
        <div className="flex flex-wrap items-center justify-between gap-4 pt-4">
          <p>{t('site.rights')}</p>
          <ThemeChoice />
        </div>
      </div>
    </footer>
  );
}

/** After a step to another page the keyboard and the reader of a screen begin at its top. */
const useAnnounced = () => {
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    const main = document.getElementById('main');
    if (main && document.activeElement !== document.body) main.focus({ preventScroll: true });
  }, [path]);
};

export function Layout() {
  useAnnounced();
  return (
    <Toasts>
      <Head />
      <main id="main" tabIndex={-1} className="wide frame-main outline-none">
        <Outlet />
      </main>
      <Foot />
    </Toasts>
  );
}

export function Lost() {
  const { t } = useSpeech();
  return (
    <Empty page title={t('trouble.lost')} text={t('trouble.lostText')} icon={<SearchIcon size={48} />}>
      <Link to="/" className="button button-quiet">
        {t('trouble.home')}
      </Link>
    </Empty>
  );
}

export function Failed({ error, reset }: { error: unknown; reset: () => void }) {
  return (error as { status?: number }).status === 404 ? <Lost /> : <Trouble error={error} again={reset} />;
}
