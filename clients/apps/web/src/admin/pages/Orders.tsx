import type { Schemas } from '@bdcommerce/api-client';
import { phone as normal } from '@bdcommerce/i18n';
import { Button, Notice, TextField, useProblemText } from '@bdcommerce/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Column, DataTable } from '../parts/DataTable.tsx';
import { Screen, Section } from '../parts/Screen.tsx';
import { Mark, useWord, When } from '../parts/words.tsx';
import * as api from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { Link } from '../way.tsx';

type Row = Schemas['OrderView'];
const STATUSES = [
  ...['placed', 'awaiting_payment', 'awaiting_confirmation', 'confirmed', 'accepted', 'packed', 'ready_to_ship'],
  ...['handed_over', 'in_transit', 'delivery_failed', 'delivered', 'completed', 'returning', 'returned', 'lost'],
  ...['cancelled', 'return_requested', 'return_refused', 'return_approved', 'return_received', 'refunded'],
];

/** A customer on the line has a phone number, not an order number. */
function ByPhone() {
  const { t, money } = useSpeech();
  const problem = useProblemText();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const look = useMutation({ mutationFn: (phone: string) => api.byPhone(phone, '') });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const phone = normal(typed);
    setWrong(!phone);
    if (phone) look.mutate(phone);
  };
  return (
    <details className="pb-4">
      <summary className="min-h-11 content-center text-action">{t('orders.byPhone')}</summary>
      <Section title={t('orders.byPhone')}>
        <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
          <TextField
            label={t('vendors.phone')}
            type="tel"
            value={typed}
            onChange={setTyped}
            {...(wrong ? { wrong: t('orders.noPhone') } : {})}
          />
          <Button type="submit" busy={look.isPending}>
            {t('orders.look')}
          </Button>
        </form>
        {look.isError ? <Notice kind="danger">{problem(look.error)}</Notice> : null}
        {look.data?.items.length === 0 ? <p className="text-soft">{t('orders.none')}</p> : null}
        <ul>
          {look.data?.items.map((each) => (
            <li key={each.id} className="flex min-h-11 flex-wrap items-center gap-x-4 border-t border-line">
              <Link to={`/orders/${each.id}`} className="link">
                {each.number}
              </Link>
              <When at={each.placed_at} />
              <Mark value={each.status} />
              <span>{money(each.total)}</span>
            </li>
          ))}
        </ul>
      </Section>
    </details>
  );
}

export default function Orders() {
  const { t, local, money, digits } = useSpeech();
  const word = useWord();
  const vendors = (row: Row) => row.vendor_orders.map((each) => local(each.vendor_name)).join(', ');
  const columns: readonly Column<Row>[] = [
    { name: 'number', label: t('f.number'), value: (row) => row.number, cell: (row) => digits(row.number) },
    {
      name: 'status',
      label: t('f.status'),
      value: (row) => word(row.status),
      cell: (row) => <Mark value={row.status} />,
    },
    {
      name: 'placed',
      label: t('orders.placed'),
      value: (row) => row.placed_at,
      cell: (row) => <When at={row.placed_at} />,
    },
    { name: 'vendors', label: t('f.vendor'), value: vendors },
    { name: 'method', label: t('orders.method'), value: (row) => word(row.payment_method) },
    {
      name: 'total',
      label: t('total'),
      value: (row) => (row.total.amount / 100).toFixed(2),
      cell: (row) => money(row.total),
      end: true,
    },
  ];
  return (
    <Screen title={t('nav.orders')} lead={t('orders.lead')}>
      <ByPhone />
      <DataTable
        name="orders"
        columns={columns}
        filters={[
          { name: 'q', label: t('orders.begins') },
          { name: 'status', label: t('f.status'), options: STATUSES },
          { name: 'from', label: t('f.from'), type: 'date' },
          { name: 'to', label: t('f.to'), type: 'date' },
        ]}
        load={api.orders}
        file={api.ordersFile}
        idOf={(row) => row.id}
        hrefOf={(row) => `/orders/${row.id}`}
      />
    </Screen>
  );
}
