import type { Schemas } from '@bdcommerce/api-client';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Screen } from '../parts/Screen.tsx';
import { Clock, Mark, useVendorNames, useWord, Vendor, When } from '../parts/words.tsx';
import * as api from '../queries/care.ts';
import { useSpeech } from '../speech.ts';

type Row = Schemas['DisputeView'];

export default function Disputes() {
  const { t, digits } = useSpeech();
  const word = useWord();
  const name = useVendorNames();
  const columns: readonly Column<Row>[] = [
    { name: 'number', label: t('f.number'), value: (row) => row.number, cell: (row) => digits(row.number) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'reason', label: t('f.reason'), value: (row) => word(row.reason) },
    {
      name: 'vendor',
      label: t('f.vendor'),
      value: (row) => name(row.vendor_id),
      cell: (row) => <Vendor id={row.vendor_id} />,
    },
    { name: 'order', label: t('f.order'), value: (row) => row.order_number, cell: (row) => digits(row.order_number) },
    {
      name: 'opened',
      label: t('care.opened'),
      value: (row) => row.opened_at,
      cell: (row) => <When at={row.opened_at} />,
    },
    {
      name: 'due',
      label: t('care.answerDue'),
      value: (row) => row.answer_due_at,
      cell: (row) => (row.status === 'open' ? <Clock due={row.answer_due_at} /> : '–'),
    },
  ];
  return (
    <Screen title={t('nav.disputes')} lead={t('care.disputesLead')}>
      <DataTable
        name="disputes"
        columns={columns}
        filters={[
          { name: 'status', label: t('f.status'), options: ['open', 'answered', 'proposed', 'decided', 'withdrawn'] },
        ]}
        load={api.disputes}
        idOf={(row) => row.id}
        hrefOf={(row) => `/disputes/${row.id}`}
        empty={t('care.noDisputes')}
      />
    </Screen>
  );
}
