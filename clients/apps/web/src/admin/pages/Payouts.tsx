import type { Schemas } from '@bdcommerce/api-client';
import { Empty, Notice } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import { Act } from '../parts/Act.tsx';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { BankAnswers } from '../parts/BankAnswers.tsx';
import { Fetched, Screen } from '../parts/Screen.tsx';
import { Tabs, useTab } from '../parts/Tabs.tsx';
import { Code, Mark, useVendorNames, useWord, Vendor, When, Who } from '../parts/words.tsx';
import * as api from '../queries/money.ts';
import { useSpeech } from '../speech.ts';

type Row = Schemas['BatchSummary'];
type Unknown = Schemas['UnknownPayout'];

function Batches() {
  const { t, money, digits, date } = useSpeech();
  const word = useWord();
  const columns: readonly Column<Row>[] = [
    {
      name: 'drafted',
      label: t('money.drafted'),
      value: (row) => row.drafted_at,
      cell: (row) => date(row.drafted_at, 'moment'),
    },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    {
      name: 'by',
      label: t('money.draftedBy'),
      value: (row) => row.drafted_by,
      cell: (row) => <Who id={row.drafted_by} />,
    },
    {
      name: 'approver',
      label: t('money.approvedBy'),
      value: (row) => row.approved_by ?? '',
      cell: (row) => <Who id={row.approved_by} />,
    },
    {
      name: 'payouts',
      label: t('money.payouts'),
      value: (row) => String(row.payouts),
      cell: (row) => digits(row.payouts),
      end: true,
    },
    {
      name: 'total',
      label: t('total'),
      value: (row) => (row.total.amount / 100).toFixed(2),
      cell: (row) => money(row.total),
      end: true,
    },
  ];
  return (
    <DataTable
      name="payouts"
      columns={columns}
      load={api.batches}
      idOf={(row) => row.batch_id}
      hrefOf={(row) => `/payouts/${row.batch_id}`}
      empty={t('money.noBatches')}
    />
  );
}

function Due() {
  const { t, money } = useSpeech();
  const word = useWord();
  const found = useQuery(api.due);
  return (
    <Fetched of={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('money.noneDue')} text={t('money.noneDueText')} />
        ) : (
          <table className="desk-table">
            <thead>
              <tr>
                <th scope="col">{t('f.vendor')}</th>
                <th scope="col">{t('vendors.tier')}</th>
                <th scope="col">{t('money.dueOn')}</th>
                <th scope="col">{t('money.whyNot')}</th>
                <th scope="col" className="end">
                  {t('money.owed')}
                </th>
                <th scope="col" className="end">
                  {t('money.payable')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <tr key={each.vendor_id}>
                  <td data-label={t('f.vendor')}>
                    <Vendor id={each.vendor_id} />
                  </td>
                  <td data-label={t('vendors.tier')}>{word(each.tier)}</td>
                  <td data-label={t('money.dueOn')}>
                    <When at={each.due_on ?? each.next_on} />
                  </td>
                  <td data-label={t('money.whyNot')}>{word(each.not_due)}</td>
                  <td className="end" data-label={t('money.owed')}>
                    {money(each.owed)}
                  </td>
                  <td className="end" data-label={t('money.payable')}>
                    {money(each.payable)}
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

function UnknownPayouts() {
  const { t, money } = useSpeech();
  const word = useWord();
  const name = useVendorNames();
  const columns: readonly Column<Unknown>[] = [
    {
      name: 'payout',
      label: t('money.payout'),
      value: (row) => row.payout_id,
      cell: (row) => <Code id={row.payout_id} />,
    },
    {
      name: 'vendor',
      label: t('f.vendor'),
      value: (row) => name(row.vendor_id),
      cell: (row) => <Vendor id={row.vendor_id} />,
    },
    { name: 'rail', label: t('vendors.rail'), value: (row) => word(row.rail) },
    {
      name: 'since',
      label: t('money.unsureSince'),
      value: (row) => row.unsure_since,
      cell: (row) => <When at={row.unsure_since} />,
    },
    { name: 'proposal', label: t('money.said'), value: (row) => (row.proposal ? word(row.proposal.outcome) : '') },
    {
      name: 'amount',
      label: t('f.amount'),
      value: (row) => (row.amount.amount / 100).toFixed(2),
      cell: (row) => money(row.amount),
      end: true,
    },
  ];
  return (
    <DataTable
      name="unknown-payouts"
      columns={columns}
      load={api.unknown}
      idOf={(row) => row.payout_id}
      hrefOf={(row) => `/payouts/${row.batch_id}`}
      empty={t('money.noUnknown')}
    />
  );
}

const TABS = ['batches', 'due', 'unknown', 'answers'] as const;

/** From what is owed to what the bank says became of it; never by one person alone. */
export default function Payouts() {
  const { t } = useSpeech();
  const may = useMay();
  const tab = useTab(TABS);
  const shown = TABS.filter((each) => each !== 'answers' || may('payouts.settle'));
  const draft = (
    <Act
      look="main"
      label={t('money.draft')}
      text={t('money.draftText')}
      asks={[{ name: 'all', label: t('money.draftAll'), kind: 'tick' }]}
      run={(v) => api.draft(v['all'] !== 'yes')}
    />
  );
  return (
    <Screen title={t('nav.payouts')} lead={t('money.lead')} actions={may('payouts.draft') ? draft : null}>
      <Tabs of={shown.map((name) => ({ name, label: t(`money.tab.${name}`) }))} at={tab} label={t('nav.payouts')} />
      {tab === 'batches' ? <Batches /> : null}
      {tab === 'due' ? <Due /> : null}
      {tab === 'unknown' ? (
        <div className="grid gap-4">
          <Notice>{t('money.unknownText')}</Notice>
          <UnknownPayouts />
        </div>
      ) : null}
      {tab === 'answers' && may('payouts.settle') ? <BankAnswers /> : null}
    </Screen>
  );
}
