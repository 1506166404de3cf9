import type { Schemas } from '@bdcommerce/api-client';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Screen } from '../parts/Screen.tsx';
import { Clock, Mark, useVendorNames, useWord, Vendor, When } from '../parts/words.tsx';
import * as api from '../queries/care.ts';
import { useSpeech } from '../speech.ts';

type Row = Schemas['ClockView'];

export default function Clocks() {
  const { t } = useSpeech();
  const word = useWord();
  const name = useVendorNames();
  const columns: readonly Column<Row>[] = [
    { name: 'kind', label: t('f.kind'), value: (row) => word(`clock_${row.kind}`) },
    { name: 'state', label: t('f.status'), value: (row) => word(row.state), cell: (row) => <Mark value={row.state} /> },
    {
      name: 'left',
      label: t('care.left'),
      value: () => '',
      cell: (row) => (row.state === 'stopped' ? '–' : <Clock due={row.due_at} />),
    },
    { name: 'due', label: t('care.due'), value: (row) => row.due_at, cell: (row) => <When at={row.due_at} /> },
    {
      name: 'started',
      label: t('care.started'),
      value: (row) => row.started_at,
      cell: (row) => <When at={row.started_at} />,
    },
    {
      name: 'vendor',
      label: t('f.vendor'),
      value: (row) => name(row.vendor_id),
      cell: (row) => <Vendor id={row.vendor_id} />,
    },
  ];
  return (
    <Screen title={t('nav.clocks')} lead={t('care.clocksLead')}>
      <DataTable
        name="clocks"
        columns={columns}
        filters={[
          { name: 'state', label: t('f.status'), options: ['running', 'at_risk', 'breached', 'stopped'] },
          { name: 'kind', label: t('f.kind'), options: ['handover', 'delivery', 'refund', 'complaint', 'payout'] },
          { name: 'from', label: t('f.from'), type: 'date' },
          { name: 'to', label: t('f.to'), type: 'date' },
        ]}
        load={api.clocks}
        file={api.clocksFile}
        idOf={(row) => row.id}
        hrefOf={(row) => `/clocks/${row.id}`}
      />
    </Screen>
  );
}
