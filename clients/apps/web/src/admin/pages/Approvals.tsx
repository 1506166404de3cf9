import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { client } from '../api.ts';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Screen } from '../parts/Screen.tsx';
import { Mark, useVendorNames, useWord, Vendor, When } from '../parts/words.tsx';
import { useSpeech } from '../speech.ts';
import type { Search } from '../way.tsx';

type Row = Schemas['ApprovalSummary'];

const load = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/approvals', { params: { query: search }, signal }));

export default function Approvals() {
  const { t, local } = useSpeech();
  const word = useWord();
  const name = useVendorNames();
  const columns: readonly Column<Row>[] = [
    { name: 'title', label: t('orders.product'), value: (row) => local(row.title) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'kind', label: t('f.kind'), value: (row) => word(row.kind) },
    {
      name: 'vendor',
      label: t('f.vendor'),
      value: (row) => name(row.vendor_id),
      cell: (row) => <Vendor id={row.vendor_id} />,
    },
    { name: 'fields', label: t('approve.fields'), value: (row) => row.fields.map(word).join(', ') },
    {
      name: 'submitted',
      label: t('approve.submitted'),
      value: (row) => row.submitted_at,
      cell: (row) => <When at={row.submitted_at} />,
    },
  ];
  return (
    <Screen title={t('nav.approvals')} lead={t('approve.lead')}>
      <DataTable
        name="approvals"
        columns={columns}
        filters={[{ name: 'status', label: t('f.status'), options: ['pending', 'approved', 'refused', 'withdrawn'] }]}
        load={load}
        idOf={(row) => row.id}
        hrefOf={(row) => `/approvals/${row.id}`}
        empty={t('approve.none')}
      />
    </Screen>
  );
}
