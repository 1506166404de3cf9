import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { Empty, Notice } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../access.tsx';
import { client } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Fetched, Screen } from '../parts/Screen.tsx';
import { Tabs, useTab } from '../parts/Tabs.tsx';
import { Mark, useWord, When } from '../parts/words.tsx';
import { named, resend, routes } from '../queries/analytics.ts';
import { useSpeech } from '../speech.ts';
import type { Search } from '../way.tsx';

type Route = Schemas['RouteReport'];
type Message = Schemas['MessageView'];
const DAYS = 7;
const MOST = 20;
const API_MS = 200;
const QUERY_MS = 50;
const ERRORS_PCT = 0.1;

const ORDERS = {
  p95: (route: Route) => route.p95_ms ?? 0,
  errors: (route: Route) => route.error_pct,
  calls: (route: Route) => route.answered,
} as const;

function Routes() {
  const { t, number, digits } = useSpeech();
  const [by, setBy] = useState<keyof typeof ORDERS>('p95');
  const found = useQuery(routes(DAYS));
  const ms = (value: number | null) =>
    value === null ? '–' : t('chart.unit.ms', { value: digits(Math.round(value)) });
  const over = (is: boolean) => (is ? 'end text-danger font-medium' : 'end');
  return (
    <Fetched of={found}>
      {({ items }) => (
        <div className="grid gap-3">
          <label className="desk-filter">
            <span>{t('system_.sort')}</span>
            <select value={by} onChange={(event) => setBy(event.target.value as keyof typeof ORDERS)}>
              {(Object.keys(ORDERS) as (keyof typeof ORDERS)[]).map((each) => (
                <option key={each} value={each}>
                  {t(`system_.${each}`)}
                </option>
              ))}
            </select>
          </label>
          {items.length === 0 ? <Empty title={t('system_.noCalls')} /> : null}
          <table className="desk-table" aria-label={t('system_.tab.routes')}>
            <thead>
              <tr>
                <th scope="col">{t('system_.route')}</th>
                {(['calls', 'errors', 'mean', 'p95', 'p99'] as const).map((each) => (
                  <th key={each} scope="col" className="end">
                    {t(`system_.${each}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...items]
                .sort((one, other) => ORDERS[by](other) - ORDERS[by](one))
                .slice(0, MOST)
                .map((each) => (
                  <tr key={`${each.method} ${each.route}`}>
                    <td data-label={t('system_.route')}>
                      <code className="text-note break-all">{`${each.method} ${each.route}`}</code>
                    </td>
                    <td className="end" data-label={t('system_.calls')}>
                      {number(each.answered)}
                    </td>
                    <td className={over(each.error_pct >= ERRORS_PCT)} data-label={t('system_.errors')}>
                      {`${digits(Number(each.error_pct.toFixed(2)))}%`}
                    </td>
                    <td className="end" data-label={t('system_.mean')}>
                      {ms(each.mean_ms)}
                    </td>
                    <td className={over((each.p95_ms ?? 0) >= API_MS)} data-label={t('system_.p95')}>
                      {ms(each.p95_ms)}
                    </td>
                    <td className="end" data-label={t('system_.p99')}>
                      {ms(each.p99_ms)}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </Fetched>
  );
}

function Queries() {
  const { t, number, digits } = useSpeech();
  const found = useQuery(named(DAYS));
  return (
    <Fetched of={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('system_.noCalls')} />
        ) : (
          <table className="desk-table" aria-label={t('system_.tab.queries')}>
            <thead>
              <tr>
                <th scope="col">{t('system_.query')}</th>
                <th scope="col" className="end">
                  {t('system_.runs')}
                </th>
                <th scope="col" className="end">
                  {t('system_.mean')}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...items]
                .sort((one, other) => other.mean_ms - one.mean_ms)
                .slice(0, MOST)
                .map((each) => (
                  <tr key={each.name}>
                    <td data-label={t('system_.query')}>
                      <code className="text-note">{each.name}</code>
                    </td>
                    <td className="end" data-label={t('system_.runs')}>
                      {number(each.runs)}
                    </td>
                    <td
                      className={each.mean_ms >= QUERY_MS ? 'end text-danger font-medium' : 'end'}
                      data-label={t('system_.mean')}
                    >
                      {t('chart.unit.ms', { value: digits(Number(each.mean_ms.toFixed(1))) })}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        )
      }
    </Fetched>
  );
}

const troubled = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/messages', { params: { query: { ...search, trouble: true } }, signal }));

/** Messages that did not go out, with a way to try them once more. */
function Messages() {
  const { t, digits } = useSpeech();
  const word = useWord();
  const may = useMay();
  const columns: readonly Column<Message>[] = [
    { name: 'template', label: t('system_.message'), value: (row) => row.template },
    { name: 'channel', label: t('f.kind'), value: (row) => word(row.channel) },
    { name: 'state', label: t('f.status'), value: (row) => word(row.state), cell: (row) => <Mark value={row.state} /> },
    { name: 'reason', label: t('f.reason'), value: (row) => row.problem || row.reason },
    { name: 'at', label: t('f.at'), value: (row) => row.at, cell: (row) => <When at={row.at} /> },
    {
      name: 'tries',
      label: t('system_.tries'),
      value: (row) => String(row.attempts),
      cell: (row) => digits(row.attempts),
      end: true,
    },
    {
      name: 'again',
      label: t('system_.again'),
      value: () => '',
      end: true,
      cell: (row) =>
        may('messages.manage') ? (
          <Act label={t('system_.resend')} text={t('system_.resendText')} run={() => resend(row.id)} />
        ) : (
          '–'
        ),
    },
  ];
  return (
    <DataTable
      name="messages"
      columns={columns}
      load={troubled}
      idOf={(row) => row.id}
      empty={t('system_.noTrouble')}
    />
  );
}

/** How the machine does: calls, queries, and what did not get through. */
export default function System() {
  const { t } = useSpeech();
  const may = useMay();
  const analytics = may('analytics.read');
  const all = ['routes', 'queries', 'messages'] as const;
  const tab = useTab(analytics ? all : (['messages'] as const));
  const shown = all.filter((each) => (each === 'messages' ? may('messages.read') : analytics));
  return (
    <Screen title={t('nav.system')} lead={t('system_.lead')}>
      <Tabs of={shown.map((name) => ({ name, label: t(`system_.tab.${name}`) }))} at={tab} label={t('nav.system')} />
      {tab === 'routes' ? <Routes /> : null}
      {tab === 'queries' ? <Queries /> : null}
      {tab === 'messages' && may('messages.read') ? <Messages /> : null}
      {tab === 'messages' && !may('messages.read') ? <Notice>{t('gate.text')}</Notice> : null}
    </Screen>
  );
}
