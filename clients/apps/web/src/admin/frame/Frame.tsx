import { dataOf } from '@bdcommerce/api-client';
import { Button, buttonClass, Empty, FilterIcon, MarkIcon, SearchIcon, Trouble } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMay } from '../access.tsx';
import { client, session } from '../api.ts';
import { useSpeech } from '../speech.ts';
import { Link } from '../way.tsx';
import { type Group, type Place, placeOf, placesFor } from './places.ts';
import { Settings } from './Settings.tsx';

const signOut = async () => {
  const token = session.refreshToken();
  session.end();
  await dataOf(client.POST('/api/v1/auth/logout', { body: { refresh_token: token } })).catch(() => undefined);
};

function Person() {
  const { t } = useSpeech();
  const name = session.user?.name || session.user?.email || '';
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <p className="text-note text-soft">{t('area.hello', { name })}</p>
      <div className="flex flex-wrap gap-x-4">
        <Link to="/me" className="link inline-flex min-h-11 items-center text-note">
          {t('factor.title')}
        </Link>
        <button type="button" className="link min-h-11 text-note" onClick={() => void signOut()}>
          {t('area.signOut')}
        </button>
      </div>
      <Settings />
    </div>
  );
}

function Menu({ onGo }: { onGo?: () => void }) {
  const { t } = useSpeech();
  const places = placesFor(useMay());
  const groups = [...new Set(places.map((place) => place.group))];
  const entry = (place: Place) => (
    <li key={place.name}>
      <Link
        to={place.to}
        className="desk-place"
        activeOptions={{ exact: place.to === '/', includeSearch: false }}
        {...(onGo ? { onClick: onGo } : {})}
      >
        {t(`nav.${place.name}`)}
      </Link>
    </li>
  );
  const title = (group: Group) =>
    group === 'today' ? null : <h2 className="desk-group">{t(`nav.group.${group}`)}</h2>;
  return (
    <>
      {groups.map((group) => (
        <div key={group}>
          {title(group)}
          <ul>{places.filter((place) => place.group === group).map(entry)}</ul>
        </div>
      ))}
    </>
  );
}

function Bar() {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  return (
    <header className="desk-bar no-print">
      <Link to="/" className="frame-mark">
        <MarkIcon size={26} />
        <span>{t('area.title')}</span>
      </Link>
      <Button small look="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <FilterIcon size={18} />
        {t('nav.menu')}
      </Button>
      {open ? (
        <Sheet title={t('nav.menu')} onClose={() => setOpen(false)}>
          <nav aria-label={t('nav.menu')} className="grid gap-4 pb-4">
            <Menu onGo={() => setOpen(false)} />
          </nav>
          <Person />
        </Sheet>
      ) : null}
    </header>
  );
}

const useAnnounced = () => {
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    const main = document.getElementById('main');
    if (main && document.activeElement !== document.body) main.focus({ preventScroll: true });
  }, [path]);
};

/** Lets nobody stand before a page whose every call would be refused. */
function Gate() {
  const { t } = useSpeech();
  const may = useMay();
  const path = useLocation({ select: (location) => location.pathname });
  const place = placeOf(path);
  const first = placesFor(may)[0];
  if (!place || place.needs.some(may)) return <Outlet />;
  return (
    <Empty title={t(first ? 'gate.title' : 'gate.none')} text={t(first ? 'gate.text' : 'gate.noneText')}>
      <Link to={first?.to ?? '/me'} className={buttonClass('quiet')}>
        {first ? t(`nav.${first.name}`) : t('factor.title')}
      </Link>
    </Empty>
  );
}

export function Frame() {
  const { t } = useSpeech();
  useAnnounced();
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <Bar />
      <aside className="desk-side no-print">
        <Link to="/" className="frame-mark">
          <MarkIcon size={28} />
          <span>{t('area.title')}</span>
        </Link>
        <nav aria-label={t('nav.menu')} className="grid content-start gap-4">
          <Menu />
        </nav>
        <Person />
      </aside>
      <main id="main" tabIndex={-1} className="desk-main">
        <Gate />
      </main>
    </div>
  );
}

export function Lost() {
  const { t } = useSpeech();
  return (
    <Empty title={t('trouble.lost')} text={t('trouble.lostText')} icon={<SearchIcon size={48} />}>
      <Link to="/" className={buttonClass('quiet')}>
        {t('trouble.home')}
      </Link>
    </Empty>
  );
}

export function Failed({ error, reset }: { error: unknown; reset: () => void }) {
  return <Trouble error={error} again={reset} />;
}
