import type { Schemas } from '@bdcommerce/api-client';
import { Button, Notice, Price, useProblemText } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { Line } from '../parts/Line.tsx';
import { type Order, shipments, useAccept } from '../queries/orders.ts';
import { usePurchaseSpeech } from '../speech.ts';

type Part = Order['vendor_orders'][number];
type Tracking = Schemas['CustomerTracking'];

const WAY = ['confirmed', 'packed', 'handed_over', 'delivered'] as const;
const REACHED: Partial<Record<Part['status'], number>> = {
  confirmed: 0,
  accepted: 0,
  packed: 1,
  ready_to_ship: 1,
  handed_over: 2,
  in_transit: 2,
  delivery_failed: 2,
  delivered: 3,
  completed: 3,
};

/** How far a parcel is, at one glance: four steps that are always the same. */
function Way({ status }: { status: Part['status'] }) {
  const { t } = usePurchaseSpeech();
  const reached = REACHED[status];
  if (reached === undefined) return <p className="font-medium text-danger">{t(`order.status.${status}`)}</p>;
  return (
    <ol className="way">
      {WAY.map((step, n) => (
        <li key={step} data-done={n <= reached || undefined} aria-current={n === reached ? 'step' : undefined}>
          {t(`order.status.${n === reached ? status : step}`)}
        </li>
      ))}
    </ol>
  );
}

function Steps({ tracking }: { tracking: Tracking }) {
  const { t, date, money } = usePurchaseSpeech();
  return (
    <div className="pt-4">
      {tracking.cod.amount > 0 && tracking.status !== 'delivered' ? (
        <Notice kind="deal">{t('order.cashReady', { amount: money(tracking.cod) })}</Notice>
      ) : null}
      <details className="pt-2">
        <summary className="link min-h-11 content-center">
          {t('order.parcel', { number: tracking.tracking_no })}
        </summary>
        <ol className="steps pt-2">
          {[...tracking.steps].reverse().map((step, n) => (
            <li key={`${step.at}${step.what}`} data-now={n === 0 || undefined}>
              <p>{[t(`order.shipment.${step.what}`), step.hub].filter(Boolean).join(' · ')}</p>
              <p className="tile-note">{date(step.at, 'moment')}</p>
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

function Accept({ orderId, part }: { orderId: string; part: Part }) {
  const { t } = usePurchaseSpeech();
  const problem = useProblemText();
  const accept = useAccept(orderId);
  if (part.status !== 'delivered') return null;
  return (
    <div className="pt-4">
      {accept.isError ? <Notice kind="danger">{problem(accept.error)}</Notice> : null}
      <Button look="quiet" small busy={accept.isPending} onClick={() => accept.mutate(part.id)}>
        {t('order.accept')}
      </Button>
    </div>
  );
}

/** One section per shop: its parcel, its goods, what it comes to. */
export function Parcels({ order }: { order: Order }) {
  const { t, local, date, money, digits } = usePurchaseSpeech();
  const packed = order.vendor_orders.some((part) => (REACHED[part.status] ?? 3) > 0);
  const tracked = useQuery({ ...shipments(order.id), enabled: packed }).data?.items ?? [];
  return order.vendor_orders.map((part) => {
    const tracking = tracked.find((each) => each.vendor_order_id === part.id);
    const underway = (REACHED[part.status] ?? 3) < 3;
    return (
      <section key={part.id} className="border-b border-line py-6">
        <h2 className="text-lead">{t('order.part', { vendor: local(part.vendor_name) })}</h2>
        {underway ? (
          <p className="pb-4 text-action">{t('order.promised', { date: date(part.promised_by, 'day') })}</p>
        ) : null}
        <Way status={part.status} />
        {tracking ? <Steps tracking={tracking} /> : null}
        <Accept orderId={order.id} part={part} />
        <ul className="mt-4 border-t border-line">
          {part.lines.map((line) => (
            <Line key={line.id} offerId={line.offer_id} title={line.title}>
              <div className={`flex justify-between gap-4 ${line.cancelled ? 'line-through opacity-60' : ''}`}>
                <span className="tile-note">{`× ${digits(line.quantity)}`}</span>
                <Price price={line.to_pay} />
              </div>
            </Line>
          ))}
        </ul>
        <p className="flex justify-between gap-4 pt-3 text-soft">
          <span>{t('order.delivery')}</span>
          <span>{part.delivery.amount > 0 ? money(part.delivery) : t('checkout.free')}</span>
        </p>
      </section>
    );
  });
}
