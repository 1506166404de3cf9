import type { Schemas } from '@bdcommerce/api-client';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Screen } from '../parts/Screen.tsx';
import { Mark, useWord, When, Who } from '../parts/words.tsx';
import * as api from '../queries/care.ts';
import { useSpeech } from '../speech.ts';

type Row = Schemas['StaffComplaintView'];
const CATEGORIES = [
  ...['late_delivery', 'not_delivered', 'wrong_item', 'damaged', 'counterfeit', 'short_quantity', 'overcharged'],
  ...['refund', 'seller_conduct', 'personal_data', 'other'],
];

export default function Complaints() {
  const { t, digits } = useSpeech();
  const word = useWord();
  const columns: readonly Column<Row>[] = [
    { name: 'number', label: t('f.number'), value: (row) => row.number, cell: (row) => digits(row.number) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'category', label: t('care.category'), value: (row) => word(row.category) },
    {
      name: 'order',
      label: t('f.order'),
      value: (row) => row.order_number,
      cell: (row) => digits(row.order_number) || '–',
    },
    {
      name: 'opened',
      label: t('care.opened'),
      value: (row) => row.opened_at,
      cell: (row) => <When at={row.opened_at} />,
    },
    {
      name: 'assigned',
      label: t('care.assigned'),
      value: (row) => row.assigned_to,
      cell: (row) => <Who id={row.assigned_to} />,
    },
    {
      name: 'turn',
      label: t('care.turn'),
      value: (row) => (row.waits_for_staff ? t('care.ours') : ''),
      cell: (row) => (row.waits_for_staff ? <strong>{t('care.ours')}</strong> : '–'),
    },
  ];
  return (
    <Screen title={t('nav.complaints')} lead={t('care.complaintsLead')}>
      <DataTable
        name="complaints"
        columns={columns}
        filters={[
          { name: 'status', label: t('f.status'), options: ['open', 'answered', 'resolved', 'escalated'] },
          { name: 'category', label: t('care.category'), options: CATEGORIES },
        ]}
        load={api.complaints}
        idOf={(row) => row.id}
        hrefOf={(row) => `/complaints/${row.id}`}
        empty={t('care.noComplaints')}
      />
    </Screen>
  );
}
