import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { Button, Notice, useProblemText } from '@bdcommerce/ui';
import { useMutation } from '@tanstack/react-query';
import { client } from '../api.ts';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Screen } from '../parts/Screen.tsx';
import { Code, useWord, When, Who } from '../parts/words.tsx';
import { useSpeech } from '../speech.ts';
import type { Search } from '../way.tsx';

type Row = Schemas['AuditView'];

const load = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/audit', { params: { query: search }, signal }));

/** Every entry carries the hash of the one before it: recomputing them all shows whether one was touched. */
function Verify() {
  const { t, number } = useSpeech();
  const problem = useProblemText();
  const check = useMutation({ mutationFn: () => dataOf(client.GET('/api/v1/admin/audit/verify', {})) });
  const verdict = check.data;
  return (
    <div className="grid gap-3 pb-5">
      <Button small look="quiet" className="justify-self-start" busy={check.isPending} onClick={() => check.mutate()}>
        {t('audit.verify')}
      </Button>
      {check.isError ? <Notice kind="danger">{problem(check.error)}</Notice> : null}
      {verdict ? (
        <Notice kind={verdict.ok ? 'good' : 'danger'}>
          <p>
            {verdict.ok
              ? t('audit.whole', { count: number(verdict.entries) })
              : t('audit.broken', { seq: number(verdict.first_broken_seq ?? 0) })}
          </p>
          <p className="text-note break-all">
            <code>{verdict.head_hash}</code>
          </p>
        </Notice>
      ) : null}
    </div>
  );
}

export default function Audit() {
  const { t, number } = useSpeech();
  const word = useWord();
  const targets = (row: Row) =>
    Object.entries(row.targets)
      .map(([name, id]) => `${name}: ${id}`)
      .join(', ');
  const columns: readonly Column<Row>[] = [
    { name: 'seq', label: t('audit.seq'), value: (row) => String(row.seq), cell: (row) => number(row.seq) },
    { name: 'at', label: t('f.at'), value: (row) => row.at, cell: (row) => <When at={row.at} /> },
    { name: 'actor', label: t('f.by'), value: (row) => row.actor_id, cell: (row) => <Who id={row.actor_id} /> },
    {
      name: 'action',
      label: t('audit.action'),
      value: (row) => row.action,
      cell: (row) => <code className="text-note">{row.action}</code>,
    },
    {
      name: 'targets',
      label: t('audit.targets'),
      value: targets,
      cell: (row) => (
        <span className="flex flex-wrap gap-x-3">
          {Object.values(row.targets).map((id) => (
            <Code key={id} id={id} />
          ))}
        </span>
      ),
    },
    { name: 'service', label: t('audit.service'), value: (row) => word(row.service) },
  ];
  return (
    <Screen title={t('nav.audit')} lead={t('audit.lead')}>
      <Verify />
      <DataTable
        name="audit"
        columns={columns}
        filters={[
          { name: 'action', label: t('audit.action') },
          { name: 'actor', label: t('audit.actor') },
          { name: 'from', label: t('f.from'), type: 'date' },
          { name: 'to', label: t('f.to'), type: 'date' },
        ]}
        load={load}
        idOf={(row) => row.id}
      />
    </Screen>
  );
}
