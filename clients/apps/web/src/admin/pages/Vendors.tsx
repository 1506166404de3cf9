import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { client } from '../api.ts';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Screen } from '../parts/Screen.tsx';
import { Mark, useWord, When } from '../parts/words.tsx';
import { useSpeech } from '../speech.ts';
import type { Search } from '../way.tsx';

type Row = Schemas['VendorRow'];

const load = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/vendors', { params: { query: search }, signal }));

export default function Vendors() {
  const { t, local } = useSpeech();
  const word = useWord();
  const columns: readonly Column<Row>[] = [
    { name: 'name', label: t('vendors.name'), value: (row) => local(row.name) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    { name: 'since', label: t('f.since'), value: (row) => row.status_at, cell: (row) => <When at={row.status_at} /> },
    { name: 'tier', label: t('vendors.tier'), value: (row) => word(row.tier) },
    {
      name: 'licence',
      label: t('vendors.licenceUntil'),
      value: (row) => row.trade_licence_expires,
      cell: (row) => <When at={row.trade_licence_expires} />,
    },
    {
      name: 'applied',
      label: t('vendors.applied'),
      value: (row) => row.submitted_at,
      cell: (row) => <When at={row.submitted_at} />,
    },
  ];
  return (
    <Screen title={t('nav.vendors')} lead={t('vendors.lead')}>
      <DataTable
        name="vendors"
        columns={columns}
        filters={[{ name: 'status', label: t('f.status'), options: ['applied', 'active', 'suspended', 'refused'] }]}
        load={load}
        idOf={(row) => row.id}
        hrefOf={(row) => `/vendors/${row.id}`}
      />
    </Screen>
  );
}
