import { Bone, Loading, Notice, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { Lost } from '../layout/Layout.tsx';
import { Cancel, Confirm, Invoices, Payment, Reorder } from '../order/Actions.tsx';
import { Parcels } from '../order/Parcels.tsx';
import { useTitle } from '../parts/title.ts';
import { upazilasOf } from '../queries/checkout.ts';
import { events, order, type Order } from '../queries/orders.ts';
import { usePurchaseSpeech } from '../speech.ts';

function Timeline({ orderId }: { orderId: string }) {
  const { t, local, date } = usePurchaseSpeech();
  const found = useQuery(events(orderId)).data?.items ?? [];
  if (found.length === 0) return null;
  return (
    <section className="py-6">
      <h2 className="pb-4 text-lead">{t('order.happened')}</h2>
      <ol className="steps">
        {[...found].reverse().map((event, n) => (
          <li key={event.number} data-now={n === 0 || undefined}>
            <p>{local(event.label)}</p>
            {event.why ? <p className="text-soft">{local(event.why)}</p> : null}
            <p className="tile-note">{date(event.at, 'moment')}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Recipient({ order: shown }: { order: Order }) {
  const { t, local, phone } = usePurchaseSpeech();
  const { address } = shown.recipient;
  const upazilas = useQuery(upazilasOf(address.place.district)).data?.items ?? [];
  const upazila = upazilas.find((each) => each.id === address.place.upazila);
  const place = [address.area, address.union, upazila ? local(upazila.name) : address.place.district].filter(Boolean);
  return (
    <section>
      <h2 className="pb-2 text-lead">{t('order.recipient')}</h2>
      <p>{address.recipient_name}</p>
      <p className="text-soft">{[address.line1, address.landmark].filter(Boolean).join(', ')}</p>
      <p className="text-soft">{[...new Set(place)].join(', ')}</p>
      <p className="text-soft">{phone(address.phone)}</p>
    </section>
  );
}

function Thanks({ fresh }: { fresh: boolean }) {
  const { t } = usePurchaseSpeech();
  if (!fresh) return null;
  return (
    <Notice kind="good">
      <p className="font-semibold">{t('order.thanks')}</p>
      <p>{t('order.thanksText')}</p>
    </Notice>
  );
}

export default function OrderPage() {
  const { id } = useParams({ from: '/orders/$id' });
  const search = useSearch({ from: '/orders/$id' });
  const { t, date, digits } = usePurchaseSpeech();
  const found = useQuery(order(id));
  const shown = found.data;
  useTitle(shown && t('order.title', { number: shown.number }));
  if (found.isPending) {
    return (
      <Loading>
        <Bone className="mt-6 h-9 w-64" />
        <Bone className="mt-6 h-64" />
      </Loading>
    );
  }
  if (!shown) {
    const lost = (found.error as { status?: number }).status === 404;
    return lost ? <Lost /> : <Trouble error={found.error} again={() => void found.refetch()} />;
  }
  const fresh = Boolean(search.new) || search.payment === 'captured';
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-4 py-4">
        <div>
          <h1 className="text-title">{t('order.title', { number: digits(shown.number) })}</h1>
          <p className="text-soft">
            {`${t('order.placed', { date: date(shown.placed_at, 'moment') })} · ${t(`order.status.${shown.status}`)}`}
          </p>
        </div>
        <Reorder order={shown} />
      </div>
      <Thanks fresh={fresh && shown.status !== 'cancelled'} />
      <div className="grid items-start gap-8 pt-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-16">
        <div>
          <Confirm order={shown} />
          <Parcels order={shown} />
          <Timeline orderId={id} />
        </div>
        <aside className="grid content-start gap-8 lg:sticky lg:top-24">
          <Payment order={shown} />
          <Recipient order={shown} />
          <Invoices order={shown} />
          <Cancel order={shown} />
        </aside>
      </div>
    </>
  );
}
