import type { Schemas } from '@bdcommerce/api-client';
import { Empty } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import { Act } from '../parts/Act.tsx';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Fetched, Screen } from '../parts/Screen.tsx';
import { SettlementFile } from '../parts/SettlementFile.tsx';
import { Tabs, useTab } from '../parts/Tabs.tsx';
import { Mark, useWord, When, Who } from '../parts/words.tsx';
import * as api from '../queries/settlements.ts';
import { useSpeech } from '../speech.ts';

type Difference = Schemas['DifferenceSummary'];
type Statement = Schemas['SettlementView'];
type Close = Schemas['CloseSummary'];
type Amount = { amount: number };
const taka = (value: unknown): string => (value ? ((value as Amount).amount / 100).toFixed(2) : '');

function Sources() {
  const { t, money, digits } = useSpeech();
  const word = useWord();
  const may = useMay();
  const found = useQuery(api.sources);
  return (
    <Fetched of={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('table.empty')} />
        ) : (
          <ul className="desk-figures">
            {items.map((each) => (
              <li key={`${each.kind}${each.source}`} className="desk-figure">
                <h2 className="flex justify-between gap-2">
                  {word(each.source)} <span className="text-note text-soft">{word(each.kind)}</span>
                </h2>
                <p className="figure">{money(each.ledger)}</p>
                <p className="text-note text-soft">{t('settle.explained', { amount: money(each.explained) })}</p>
                <p className="text-note text-soft">
                  {t('settle.openOf', { items: digits(each.open_items), differences: digits(each.open_differences) })}
                </p>
                <p className="text-note text-soft">
                  {t('settle.lastClosed')} <When at={each.last_closed} />
                </p>
                {may('settlements.record') ? (
                  <div>
                    <Act
                      label={t('settle.close')}
                      text={t('settle.closeText', { source: word(each.source) })}
                      asks={[{ name: 'day', label: t('chart.day'), kind: 'date' }]}
                      run={(v) => api.closeDay(each.kind, each.source, v['day'] ?? '')}
                    />
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
        )
      }
    </Fetched>
  );
}

function Differences() {
  const { t, money, digits } = useSpeech();
  const word = useWord();
  const columns: readonly Column<Difference>[] = [
    { name: 'reason', label: t('settle.what'), value: (row) => word(row.reason) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'source', label: t('settle.source'), value: (row) => word(row.source) },
    { name: 'reference', label: t('f.reference'), value: (row) => row.reference },
    {
      name: 'age',
      label: t('settle.age'),
      value: (row) => String(row.age_days),
      cell: (row) => t('settle.days', { count: digits(row.age_days) }),
      end: true,
    },
    {
      name: 'amount',
      label: t('f.amount'),
      value: (row) => taka(row.amount),
      cell: (row) => (row.amount ? money(row.amount) : '–'),
      end: true,
    },
  ];
  return (
    <DataTable
      name="differences"
      columns={columns}
      filters={[
        { name: 'kind', label: t('f.kind'), options: ['provider', 'courier'] },
        { name: 'resolved', label: t('settle.resolved'), options: ['yes', 'no'] },
        { name: 'source', label: t('settle.source') },
      ]}
      load={api.differences}
      file={api.differencesFile}
      idOf={(row) => row.difference_id}
      hrefOf={(row) => `/settlements/${row.difference_id}`}
      empty={t('settle.noDifferences')}
    />
  );
}

function Statements() {
  const { t, money, digits, date } = useSpeech();
  const word = useWord();
  const may = useMay();
  const columns: readonly Column<Statement>[] = [
    {
      name: 'imported',
      label: t('settle.imported'),
      value: (row) => row.imported_at,
      cell: (row) => date(row.imported_at, 'moment'),
    },
    { name: 'source', label: t('settle.source'), value: (row) => word(row.source) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'reference', label: t('f.reference'), value: (row) => row.reference },
    { name: 'by', label: t('f.by'), value: (row) => row.imported_by, cell: (row) => <Who id={row.imported_by} /> },
    {
      name: 'lines',
      label: t('settle.lines'),
      value: (row) => String(row.lines),
      cell: (row) => digits(row.lines),
      end: true,
    },
    {
      name: 'gross',
      label: t('settle.gross'),
      value: (row) => taka(row.gross),
      cell: (row) => money(row.gross),
      end: true,
    },
    {
      name: 'charge',
      label: t('settle.charge'),
      value: (row) => taka(row.charge),
      cell: (row) => money(row.charge),
      end: true,
    },
  ];
  return (
    <div className="grid gap-5">
      {may('settlements.record') ? <SettlementFile /> : null}
      <DataTable
        name="statements"
        columns={columns}
        filters={[{ name: 'kind', label: t('f.kind'), options: ['provider', 'courier'] }]}
        load={api.statements}
        idOf={(row) => row.statement_id}
        empty={t('settle.noStatements')}
      />
    </div>
  );
}

function Closes() {
  const { t, money, date } = useSpeech();
  const word = useWord();
  const columns: readonly Column<Close>[] = [
    { name: 'day', label: t('chart.day'), value: (row) => row.day, cell: (row) => date(row.day) },
    { name: 'source', label: t('settle.source'), value: (row) => word(row.source) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'by', label: t('f.by'), value: (row) => row.closed_by, cell: (row) => <Who id={row.closed_by} /> },
    {
      name: 'ledger',
      label: t('settle.ledger'),
      value: (row) => taka(row.ledger),
      cell: (row) => money(row.ledger),
      end: true,
    },
    {
      name: 'explained',
      label: t('settle.explainedHead'),
      value: (row) => taka(row.explained),
      cell: (row) => money(row.explained),
      end: true,
    },
  ];
  return (
    <DataTable
      name="closes"
      columns={columns}
      load={api.closes}
      idOf={(row) => row.close_id}
      empty={t('settle.noCloses')}
    />
  );
}

const TABS = ['sources', 'differences', 'statements', 'closes'] as const;

/** What providers and couriers say they owe us, beside what the books say. */
export default function Settlements() {
  const { t } = useSpeech();
  const tab = useTab(TABS);
  return (
    <Screen title={t('nav.settlements')} lead={t('settle.lead')}>
      <Tabs of={TABS.map((name) => ({ name, label: t(`settle.tab.${name}`) }))} at={tab} label={t('nav.settlements')} />
      {tab === 'sources' ? <Sources /> : null}
      {tab === 'differences' ? <Differences /> : null}
      {tab === 'statements' ? <Statements /> : null}
      {tab === 'closes' ? <Closes /> : null}
    </Screen>
  );
}
