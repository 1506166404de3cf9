import { dataOf } from '@bdcommerce/api-client';
import { Empty, MarkIcon, SearchIcon, Trouble } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { client, session } from '../api.ts';
import { Go } from '../parts/Go.tsx';
import { profile } from '../queries/settings.ts';
import { useSpeech } from '../speech.ts';
import { MoreIcon, SECTIONS } from './icons.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';
import { Tongue } from './Tongue.tsx';

/** On a phone these are at the thumb, the others one touch away. */
const AT_HAND = 4;

const useSignOut = () => {
  const queries = useQueryClient();
  return () => {
    const body = { refresh_token: session.refreshToken() };
    void dataOf(client.POST('/api/v1/auth/logout', { body })).catch(() => undefined);
    session.end();
    queries.clear();
  };
};

function Account() {
  const { t } = useSpeech();
  const signOut = useSignOut();
  const name = session.user?.name || session.user?.email || session.user?.phone || '';
  return (
    <div className="grid gap-3 text-note">
      <ThemeChoice />
      <p className="text-soft">{t('area.hello', { name })}</p>
      <button type="button" className="link min-h-target justify-self-start" onClick={signOut}>
        {t('area.signOut')}
      </button>
    </div>
  );
}

const ROW = 'flex min-h-12 items-center gap-3 rounded-medium px-3 hover:bg-tile';
const HERE = 'aria-[current=page]:bg-action-tint aria-[current=page]:font-semibold aria-[current=page]:text-action';

function Links({ from = 0, onGo }: { from?: number; onGo?: () => void }) {
  const { t } = useSpeech();
  return (
    <ul>
      {SECTIONS.slice(from).map(({ to, name, Icon, exact }) => (
        <li key={to}>
          <Go to={to} exact={exact ?? false} className={`${ROW} ${HERE}`} onClick={onGo}>
            <Icon />
            {t(`section.${name}`)}
          </Go>
        </li>
      ))}
    </ul>
  );
}

function Rail() {
  const { t } = useSpeech();
  return (
    <aside className="no-print sticky top-20 hidden w-56 flex-none content-between gap-8 self-start lg:grid lg:min-h-[calc(100dvh-7rem)]">
      <nav aria-label={t('section.name')}>
        <Links />
      </nav>
      <Account />
    </aside>
  );
}

const TAB = 'grid min-h-14 justify-items-center content-center gap-0.5 rounded-medium text-note leading-none';

function Tabs() {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <nav
      aria-label={t('section.name')}
      className="foot-tabs no-print fixed inset-x-0 bottom-0 z-30 border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <div className="mx-auto grid max-w-140 grid-cols-5 px-1">
        {SECTIONS.slice(0, AT_HAND).map(({ to, name, Icon, exact }) => (
          <Go
            key={to}
            to={to}
            exact={exact ?? false}
            className={`${TAB} aria-[current=page]:font-semibold aria-[current=page]:text-action`}
          >
            <Icon />
            {t(`section.${name}`)}
          </Go>
        ))}
        <button type="button" className={TAB} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <MoreIcon />
          {t('section.more')}
        </button>
      </div>
      {open ? (
        <Sheet title={t('section.more')} onClose={() => setOpen(false)}>
          <Links from={AT_HAND} onGo={() => setOpen(false)} />
          <div className="mt-3 border-t border-line px-3 pt-4">
            <Account />
          </div>
        </Sheet>
      ) : null}
    </nav>
  );
}

function Head() {
  const { t, local } = useSpeech();
  const shop = useQuery(profile);
  return (
    <header className="frame-head border-b border-line">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <div className="wide flex min-h-15 items-center justify-between gap-4">
        <Go to="/" className="frame-mark min-w-0">
          <MarkIcon size={26} className="flex-none" />
          <span className="truncate text-lead">{shop.data ? local(shop.data.name) : t('area.title')}</span>
        </Go>
        <div className="flex flex-none items-center">
          {shop.data ? (
            <a className="frame-tool max-sm:hidden" href={`/v/${shop.data.slug}`}>
              {t('area.ourShop')}
            </a>
          ) : null}
          <Tongue />
        </div>
      </div>
    </header>
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
    <>
      <Head />
      <div className="wide flex flex-1 gap-10 pt-6">
        <Rail />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 pb-28 outline-none lg:pb-16">
          <Outlet />
        </main>
      </div>
      <Tabs />
    </>
  );
}

export function Lost() {
  const { t } = useSpeech();
  return (
    <Empty title={t('trouble.lost')} text={t('trouble.lostText')} icon={<SearchIcon size={48} />}>
      <Go to="/" className="button button-quiet">
        {t('trouble.home')}
      </Go>
    </Empty>
  );
}

export function Failed({ error, reset }: { error: unknown; reset: () => void }) {
  return (error as { status?: number }).status === 404 ? <Lost /> : <Trouble error={error} again={reset} />;
}
