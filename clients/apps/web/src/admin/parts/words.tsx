import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useMay } from '../access.tsx';
import { session } from '../api.ts';
import { people, vendorNames } from '../queries/names.ts';
import { useSpeech } from '../speech.ts';
import { Link } from '../way.tsx';
import { spanOf } from './spans.ts';

type Word = Parameters<ReturnType<typeof useSpeech>['t']>[0];

/** The word for a value of the API: a status, a kind, a reason. One without a word is shown as it is. */
export const useWord = (): ((value: string | null | undefined) => string) => {
  const { t } = useSpeech();
  return (value) => {
    if (!value) return '–';
    const key = `word.${value}`;
    const said = t(key as Word);
    return said === key ? value.replaceAll('_', ' ') : said;
  };
};

const TONES: Record<string, readonly string[]> = {
  good: 'active approved delivered completed captured paid settled matched proved resolved decided done published accept stopped accepted'.split(
    ' ',
  ),
  wait: 'applied pending placed open proposed draft at_risk waiting awaiting_payment awaiting_confirmation confirm advance unknown explained refund_owed claimed answered partially_refunded refund_pending pending_confirm return_requested delivery_failed restricted running_late'.split(
    ' ',
  ),
  bad: 'refused suspended breached failed lost unexplained escalated cancelled expired taken_down returned refuse'.split(
    ' ',
  ),
};
const toneOf = (value: string): string => Object.keys(TONES).find((tone) => TONES[tone]?.includes(value)) ?? 'plain';

/** A status as one sees it from afar. */
export function Mark({ value }: { value: string | null | undefined }) {
  const word = useWord();
  return value ? <span className={`mark mark-${toneOf(value)}`}>{word(value)}</span> : <>–</>;
}

const useNow = (): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ticks = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(ticks);
  }, []);
  return now;
};

/** How much time is left, or how late it is. */
export function Clock({ due, over }: { due: string; over?: boolean }) {
  const { t, date } = useSpeech();
  const left = new Date(due).getTime() - useNow();
  const { unit, count, rest } = spanOf(left);
  const time = t(`span.${unit}`, { count, rest });
  return (
    <time dateTime={due} title={date(due, 'moment')} className={left < 0 && !over ? 'text-danger font-medium' : ''}>
      {left < 0 ? t('span.over', { time }) : t('span.left', { time })}
    </time>
  );
}

/** An id that nobody has to read to the end; the whole of it is in its title. */
export function Code({ id }: { id: string | null | undefined }) {
  return id ? (
    <code className="text-note" title={id}>
      {id.length > 14 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id}
    </code>
  ) : (
    <>–</>
  );
}

/** Vendors' names, for those who may see them. */
export const useVendorNames = (): ((id: string) => string) => {
  const may = useMay();
  const { local } = useSpeech();
  const found = useQuery({ ...vendorNames, enabled: may('vendors.approve') });
  return (id) => local(found.data?.[id]) || id;
};

export function Vendor({ id }: { id: string }) {
  const may = useMay();
  const name = useVendorNames()(id);
  if (!id) return <>–</>;
  const said = name === id ? <Code id={id} /> : name;
  return may('vendors.approve') ? (
    <Link to={`/vendors/${id}`} className="link">
      {said}
    </Link>
  ) : (
    <>{said}</>
  );
}

/** Who did something: you, a colleague by name where you may know it, or the marketplace itself. */
export function Who({ id }: { id: string | null | undefined }) {
  const { t } = useSpeech();
  const may = useMay();
  const found = useQuery({ ...people, enabled: may('staff.manage') });
  if (!id) return <>–</>;
  if (id === session.user?.id) return <>{t('you')}</>;
  if (!id.startsWith('usr_')) return <>{id.startsWith('system') ? t('system') : id}</>;
  return <>{found.data?.[id] ?? <Code id={id} />}</>;
}

/** An instant in two lines' worth of one: day and time in Dhaka. */
export function When({ at }: { at: string | null | undefined }) {
  const { date } = useSpeech();
  return at ? <time dateTime={at}>{date(at, at.length === 10 ? 'date' : 'moment')}</time> : <>–</>;
}
