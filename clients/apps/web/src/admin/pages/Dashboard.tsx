import type { Schemas } from '@bdcommerce/api-client';
import { Bone, Empty, Loading, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Chart } from '../parts/Chart.tsx';
import type { Drawing } from '../parts/draw.ts';
import { Fetched, Screen } from '../parts/Screen.tsx';
import { useVendorNames, useWord } from '../parts/words.tsx';
import * as api from '../queries/analytics.ts';
import { categoryNames } from '../queries/names.ts';
import { useSpeech } from '../speech.ts';
import { Link, useSearch } from '../way.tsx';

type Kpi = Schemas['Kpi'];
const SPANS = [7, 30, 90] as const;
const BY = ['category', 'vendor', 'district', 'channel'] as const;
const MOST_BARS = 8;

/** A number of the units that key figures have. */
const useAmount = () => {
  const { t, digits } = useSpeech();
  return (value: number, unit: Kpi['unit']): string => {
    const rounded = digits(Number(value.toFixed(unit === '1-5' || Math.abs(value) < 10 ? 2 : 1)));
    if (unit === '%') return `${rounded}%`;
    return unit === '1-5' ? rounded : t(`chart.unit.${unit}`, { value: rounded });
  };
};

function Figure({ of }: { of: Kpi }) {
  const { t, local, number } = useSpeech();
  const amount = useAmount();
  const met = of.met === null ? '' : of.met ? 'good' : 'bad';
  return (
    <li className="desk-figure">
      <h3 className="text-soft">{local(of.title)}</h3>
      <p className="figure">{of.value === null ? '–' : amount(of.value, of.unit)}</p>
      {of.target === null ? null : (
        <p className="flex flex-wrap items-center gap-2 text-note">
          {met ? <span className={`mark mark-${met}`}>{t(of.met ? 'chart.met' : 'chart.missed')}</span> : null}
          <span className="text-soft">{t(`chart.target.${of.better}`, { target: amount(of.target, of.unit) })}</span>
        </p>
      )}
      <p className="text-note text-soft">
        {of.value === null ? t('chart.noValue') : t('chart.of', { count: number(of.of) })}
      </p>
    </li>
  );
}

function Figures({ days }: { days: number }) {
  const { t } = useSpeech();
  const found = useQuery(api.kpis(days));
  if (found.isError) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) {
    return (
      <Loading>
        <div className="desk-figures">
          {[1, 2, 3, 4, 5, 6, 7, 8].map((n) => (
            <Bone key={n} className="h-36" />
          ))}
        </div>
      </Loading>
    );
  }
  const aimed = found.data.items.filter((each) => each.target !== null);
  const rest = found.data.items.filter((each) => each.target === null);
  return (
    <section className="grid gap-3" aria-label={t('chart.figures')}>
      <ul className="desk-figures">
        {[...aimed, ...rest].map((each) => (
          <Figure key={each.name} of={each} />
        ))}
      </ul>
    </section>
  );
}

function Sales({ days }: { days: number }) {
  const { t, money, date } = useSpeech();
  const found = useQuery(api.sales(days));
  const drawing = useMemo((): Drawing => {
    const of = found.data?.days ?? [];
    return {
      kind: 'line',
      labels: of.map((each) => date(each.day)),
      series: [
        { name: t('chart.goods'), values: of.map((each) => each.goods.amount), tone: 'action' },
        { name: t('chart.delivered'), values: of.map((each) => each.delivered_goods.amount), tone: 'deal' },
      ],
      say: (value) => money(Math.round(value)),
    };
  }, [found.data, t, money, date]);
  return (
    <Fetched of={found}>
      {({ days: shown }) =>
        shown.length === 0 ? (
          <Empty title={t('chart.noSales')} />
        ) : (
          <Chart title={t('chart.sales')} drawing={drawing} head={t('chart.day')} />
        )
      }
    </Fetched>
  );
}

function SalesBy({ days }: { days: number }) {
  const { t, local, money } = useSpeech();
  const word = useWord();
  const name = useVendorNames();
  const categories = useQuery(categoryNames).data ?? {};
  const search = useSearch();
  const by = BY.find((each) => each === search['by']) ?? 'category';
  const found = useQuery(api.salesBy(days, by));
  const most = useMemo(
    () =>
      [...(found.data?.items ?? [])].sort((one, other) => other.goods.amount - one.goods.amount).slice(0, MOST_BARS),
    [found.data],
  );
  const labels = most.map(({ key }) => (by === 'vendor' ? name(key) : local(categories[key]) || word(key)));
  const said = labels.join('|');
  const drawing = useMemo(
    (): Drawing => ({
      kind: 'bar',
      labels: said.split('|'),
      series: [{ name: t('chart.goods'), values: most.map((each) => each.goods.amount), tone: 'action' }],
      say: (value) => money(Math.round(value)),
    }),
    [most, said, t, money],
  );
  const choices = (
    <nav aria-label={t('chart.by')} className="flex flex-wrap gap-2">
      {BY.map((each) => (
        <Link key={each} to="." search={{ ...search, by: each }} className={`chip ${each === by ? 'chip-now' : ''}`}>
          {t(`chart.bys.${each}`)}
        </Link>
      ))}
    </nav>
  );
  return (
    <Fetched of={found}>
      {() =>
        most.length === 0 ? null : (
          <Chart title={t('chart.salesBy')} drawing={drawing} head={t(`chart.bys.${by}`)} actions={choices} />
        )
      }
    </Fetched>
  );
}

function Funnel({ days }: { days: number }) {
  const { t, number } = useSpeech();
  const found = useQuery(api.funnel(days));
  const drawing = useMemo((): Drawing => {
    const total = found.data?.total;
    const steps = ['views', 'carts', 'checkouts', 'orders', 'delivered'] as const;
    return {
      kind: 'bar',
      labels: steps.map((step) => t(`chart.step.${step}`)),
      series: [{ name: t('chart.count'), values: steps.map((step) => total?.[step] ?? 0), tone: 'deal' }],
      say: (value) => number(value),
    };
  }, [found.data, t, number]);
  return (
    <Fetched of={found}>
      {() => <Chart title={t('chart.funnel')} drawing={drawing} head={t('chart.stepHead')} />}
    </Fetched>
  );
}

/** How the marketplace does, beside what it wants to reach. */
export default function Dashboard() {
  const { t, digits } = useSpeech();
  const search = useSearch();
  const days = SPANS.find((each) => String(each) === search['days']) ?? 30;
  const spans = (
    <nav aria-label={t('chart.span')} className="flex gap-2">
      {SPANS.map((each) => (
        <Link
          key={each}
          to="."
          search={{ ...search, days: String(each) }}
          className={`chip ${each === days ? 'chip-now' : ''}`}
        >
          {t('chart.days', { count: digits(each) })}
        </Link>
      ))}
    </nav>
  );
  return (
    <Screen title={t('nav.dashboard')} lead={t('chart.lead')} actions={spans}>
      <div className="grid gap-5">
        <Figures days={days} />
        <Sales days={days} />
        <div className="desk-columns">
          <div>
            <SalesBy days={days} />
          </div>
          <div>
            <Funnel days={days} />
          </div>
        </div>
      </div>
    </Screen>
  );
}
