import { Empty, SearchIcon, TextField, Trouble } from '@bdcommerce/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { FileButtons } from '../parts/FileButtons.tsx';
import { Go, useAddress } from '../parts/Go.tsx';
import { OrderState } from '../parts/OrderState.tsx';
import { Chips, MoreOf, Page, RowBones } from '../parts/Page.tsx';
import { type Order, type OrderFilter, orders, ordersFile, type OrderStatus } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';

/** What one looks for; the states in between are seen in the order. */
const SHOWN: readonly OrderStatus[] = [
  'confirmed',
  'accepted',
  'packed',
  'ready_to_ship',
  'in_transit',
  'delivery_failed',
  'delivered',
  'completed',
  'returning',
  'returned',
  'cancelled',
];
const DAY = /^\d{4}-\d\d-\d\d$/;

const filterOf = (address: Record<string, string>): OrderFilter => ({
  status: SHOWN.find((each) => each === address['status']),
  q: address['q'],
  from: DAY.test(address['from'] ?? '') ? address['from'] : undefined,
  to: DAY.test(address['to'] ?? '') ? address['to'] : undefined,
});

function Row({ order }: { order: Order }) {
  const { t, money, date, digits, local } = useSpeech();
  const [first, ...others] = order.lines;
  return (
    <li className="border-b border-line last:border-0">
      <Go
        to={`/orders/${order.id}`}
        className="-mx-2 grid gap-x-6 gap-y-1 rounded-medium px-2 py-3 hover:bg-tile md:grid-cols-[11rem_1fr_9rem_11rem] md:items-center"
      >
        <span>
          <span className="font-semibold">{digits(order.number)}</span>
          <span className="block text-note text-soft">{date(order.placed_at, 'moment')}</span>
        </span>
        <span className="min-w-0 truncate text-soft">
          {first ? t('order.units', { count: first.quantity, title: local(first.title) }) : null}
          {others.length > 0 ? ` · ${t('order.moreLines', { count: others.length })}` : null}
        </span>
        <span className="md:text-right">
          {money(order.total)}
          <span className="text-note text-soft max-md:pl-2 md:block">{t(`method.${order.payment_method}`)}</span>
        </span>
        <span className="md:justify-self-end">
          <OrderState status={order.status} />
        </span>
      </Go>
    </li>
  );
}

function Sift({ filter, change }: { filter: OrderFilter; change: (change: Record<string, string>) => void }) {
  const { t } = useSpeech();
  const [q, setQ] = useState(filter.q ?? '');
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-[1fr_11rem_11rem]">
        <form
          className="max-md:col-span-2"
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            change({ q: q.trim().toUpperCase() });
          }}
        >
          <TextField label={t('orders.number')} type="search" hint={t('orders.numberHint')} value={q} onChange={setQ} />
        </form>
        <TextField
          label={t('orders.from')}
          type="date"
          className="min-w-0"
          value={filter.from ?? ''}
          onChange={(from) => change({ from })}
        />
        <TextField
          label={t('orders.to')}
          type="date"
          className="min-w-0"
          value={filter.to ?? ''}
          onChange={(to) => change({ to })}
        />
      </div>
      <Chips<OrderStatus | ''>
        label={t('orders.state')}
        value={filter.status ?? ''}
        choices={[
          { value: '', label: t('orders.all') },
          ...SHOWN.map((value) => ({ value, label: t(`status.${value}`) })),
        ]}
        onChange={(status) => change({ status })}
      />
    </div>
  );
}

function List({ filter, reset }: { filter: OrderFilter; reset: () => void }) {
  const { t } = useSpeech();
  const found = useInfiniteQuery(orders(filter));
  if (found.isError && !found.data) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <RowBones />;
  const rows = found.data.pages.flatMap((page) => page.items);
  const narrowed = Object.values(filter).some(Boolean);
  if (rows.length === 0) {
    return (
      <Empty
        title={t(narrowed ? 'orders.none' : 'orders.noneYet')}
        text={t(narrowed ? 'orders.noneText' : 'orders.noneYetText')}
        icon={<SearchIcon size={48} />}
      >
        {narrowed ? (
          <button type="button" className="button button-quiet" onClick={reset}>
            {t('orders.all')}
          </button>
        ) : (
          <Go to="/products" className="button button-quiet">
            {t('section.products')}
          </Go>
        )}
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      <ul className="panel py-2">
        {rows.map((order) => (
          <Row key={order.id} order={order} />
        ))}
      </ul>
      <MoreOf of={found} />
    </div>
  );
}

export default function Orders() {
  const { t } = useSpeech();
  const [address, change] = useAddress();
  const filter = filterOf(address);
  const asked = useDeferredValue(filter);
  const reset = () => change({ status: '', q: '', from: '', to: '' });
  const tools = <FileButtons formats={['csv', 'xlsx']} name="orders" ask={(format) => ordersFile(filter, format)} />;
  return (
    <Page title={t('section.orders')} tools={tools}>
      <Sift key={filter.q ?? ''} filter={filter} change={change} />
      <List filter={asked} reset={reset} />
    </Page>
  );
}
