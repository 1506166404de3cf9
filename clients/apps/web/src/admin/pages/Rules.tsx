import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { Button, Notice, useProblemText, useToast } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../access.tsx';
import { client, session } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { saveFile } from '../parts/files.ts';
import { Screen } from '../parts/Screen.tsx';
import { Tabs, useTab } from '../parts/Tabs.tsx';
import { Mark, useWord, When, Who } from '../parts/words.tsx';
import { useSpeech } from '../speech.ts';
import type { Search } from '../way.tsx';

type Rule = Schemas['RuleView'];
type Change = Schemas['RuleChangeView'];

const rules = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/rules', { params: { query: search }, signal }));
const changes = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/rule-changes', { params: { query: search }, signal }));
const file = () =>
  dataOf(client.GET('/api/v1/admin/rules/export', { params: { query: { format: 'csv' } }, parseAs: 'blob' }));
const propose = (body: Schemas['ProposeChange']) => dataOf(client.POST('/api/v1/admin/rule-changes', { body }));
const at = (change_id: string) => ({ params: { path: { change_id } } });
const approve = (id: string, note: string) =>
  dataOf(client.POST('/api/v1/admin/rule-changes/{change_id}/approve', { ...at(id), body: { note } }));
const refuse = (id: string, note: string) =>
  dataOf(client.POST('/api/v1/admin/rule-changes/{change_id}/refuse', { ...at(id), body: { note } }));
const withdraw = (id: string) => dataOf(client.POST('/api/v1/admin/rule-changes/{change_id}/withdraw', at(id)));

function Propose({ rule }: { rule: Rule }) {
  const { t } = useSpeech();
  return (
    <Act
      label={t('rules.propose')}
      text={t('rules.proposeText')}
      asks={[
        { name: 'value', label: t('rules.value'), start: rule.today?.value ?? '' },
        { name: 'effective_from', label: t('rules.holds'), kind: 'date' },
        { name: 'source', label: t('rules.source'), start: rule.today?.source ?? '' },
        { name: 'reason', label: t('f.reason'), kind: 'area' },
      ]}
      run={(v) =>
        propose({
          key: rule.key,
          value: v['value'] ?? '',
          effective_from: v['effective_from'] ?? '',
          source: v['source'] ?? '',
          reason: v['reason'] ?? '',
        })
      }
    />
  );
}

function Book() {
  const { t } = useSpeech();
  const word = useWord();
  const columns: readonly Column<Rule>[] = [
    {
      name: 'key',
      label: t('rules.key'),
      value: (row) => row.key,
      cell: (row) => <code className="text-note break-words">{row.key}</code>,
    },
    {
      name: 'value',
      label: t('rules.value'),
      value: (row) => row.today?.value ?? '',
      cell: (row) => <strong className="break-words">{row.today?.value ?? '–'}</strong>,
    },
    {
      name: 'since',
      label: t('rules.holds'),
      value: (row) => row.today?.effective_from ?? '',
      cell: (row) => <When at={row.today?.effective_from} />,
    },
    { name: 'source', label: t('rules.source'), value: (row) => row.today?.source ?? '' },
    { name: 'trust', label: t('rules.trust'), value: (row) => word(row.today?.status) },
    {
      name: 'propose',
      label: t('rules.tab.changes'),
      value: () => '',
      cell: (row) => <Propose rule={row} />,
      end: true,
    },
  ];
  return <DataTable name="rules" columns={columns} load={rules} idOf={(row) => row.key} />;
}

/** What the change would have done, had it held before. */
function Preview({ id }: { id: string }) {
  const { t, number, money } = useSpeech();
  const found = useQuery({
    queryKey: ['rule-preview', id],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/admin/rule-changes/{change_id}/preview', { ...at(id), signal })),
  });
  const seen = found.data;
  if (!seen) return null;
  const { clocks, vat, buyers } = seen;
  return (
    <Notice>
      <p className="font-medium">{t('rules.preview')}</p>
      {clocks ? (
        <p>
          {t('rules.clocks', {
            considered: number(clocks.considered),
            breaches: number(clocks.breaches),
            would: number(clocks.would_be_breaches),
          })}
        </p>
      ) : null}
      {vat ? (
        <p>{t('rules.vat', { lines: number(vat.lines), was: money(vat.vat), would: money(vat.would_be_vat) })}</p>
      ) : null}
      {buyers ? (
        <p>
          {t('rules.buyers', {
            invoices: number(buyers.invoices),
            was: number(buyers.with_address),
            would: number(buyers.would_be_with_address),
          })}
        </p>
      ) : null}
      {seen.recomputed === 'nothing' ? <p>{t('rules.nothing')}</p> : null}
    </Notice>
  );
}

function Decide({ of }: { of: Change }) {
  const { t, date } = useSpeech();
  const may = useMay();
  if (of.status !== 'proposed') return <>{of.note || '–'}</>;
  const own = of.proposed_by === session.user?.id;
  const note = { name: 'note', label: t('f.note'), kind: 'area' } as const;
  if (own) return <Act label={t('rules.withdraw')} text={t('rules.withdrawText')} run={() => withdraw(of.id)} />;
  if (!may('rules.approve')) return <>–</>;
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      <Act
        look="main"
        label={t('rules.approve')}
        text={t('rules.approveText', { day: date(of.effective_from) })}
        asks={[note]}
        run={(v) => approve(of.id, v['note'] ?? '')}
      >
        <Preview id={of.id} />
      </Act>
      <Act
        look="danger"
        label={t('rules.refuse')}
        text={t('rules.refuseText')}
        asks={[note]}
        run={(v) => refuse(of.id, v['note'] ?? '')}
      />
    </span>
  );
}

function Changes() {
  const { t } = useSpeech();
  const word = useWord();
  const columns: readonly Column<Change>[] = [
    {
      name: 'key',
      label: t('rules.key'),
      value: (row) => row.key,
      cell: (row) => <code className="text-note break-words">{row.key}</code>,
    },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'value', label: t('rules.value'), value: (row) => row.value },
    {
      name: 'from',
      label: t('rules.holds'),
      value: (row) => row.effective_from,
      cell: (row) => <When at={row.effective_from} />,
    },
    { name: 'reason', label: t('f.reason'), value: (row) => row.reason },
    {
      name: 'by',
      label: t('rules.proposedBy'),
      value: (row) => row.proposed_by,
      cell: (row) => <Who id={row.proposed_by} />,
    },
    {
      name: 'decide',
      label: t('care.decide'),
      value: (row) => row.note,
      cell: (row) => <Decide of={row} />,
      end: true,
    },
  ];
  return (
    <DataTable
      name="rule-changes"
      columns={columns}
      filters={[{ name: 'status', label: t('f.status'), options: ['proposed', 'approved', 'refused', 'withdrawn'] }]}
      load={changes}
      idOf={(row) => row.id}
      empty={t('rules.noChanges')}
    />
  );
}

function Whole() {
  const { t } = useSpeech();
  const say = useToast();
  const problem = useProblemText();
  const [busy, setBusy] = useState(false);
  const fetch = async () => {
    setBusy(true);
    try {
      saveFile(await file(), 'rules.csv');
    } catch (error) {
      say(problem(error));
    }
    setBusy(false);
  };
  return (
    <Button small look="quiet" busy={busy} onClick={() => void fetch()}>
      {t('rules.file')}
    </Button>
  );
}

const TABS = ['book', 'changes'] as const;

export default function Rules() {
  const { t } = useSpeech();
  const tab = useTab(TABS);
  return (
    <Screen title={t('nav.rules')} lead={t('rules.lead')} actions={<Whole />}>
      <Tabs of={TABS.map((name) => ({ name, label: t(`rules.tab.${name}`) }))} at={tab} label={t('nav.rules')} />
      {tab === 'book' ? <Book /> : <Changes />}
    </Screen>
  );
}
