import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Badge } from '../parts/Page.tsx';
import { mayCancelLines } from '../parts/work.ts';
import { type OrderDetail, picks } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { CancelSheet } from './CancelSheet.tsx';

type Line = OrderDetail['lines'][number];

/** From where to take the units of a line, the batch that expires first on top. */
function Pick({ of, line }: { of: OrderDetail; line: Line }) {
  const { t, date, digits } = useSpeech();
  const found = useQuery({ ...picks(of.order_id), enabled: of.status === 'accepted' });
  const own = (found.data?.items ?? []).filter((each) => each.offer_id === line.offer_id && each.quantity > 0);
  return own.map((each) => (
    <span key={`${each.warehouse_id}${each.batch_no}`} className="block text-note text-soft">
      {t('order.pick', { count: each.quantity, place: each.warehouse })}
      {each.batch_no ? ` · ${t('order.batch', { batch: digits(each.batch_no) })}` : null}
      {each.expires_on ? ` · ${t('order.expires', { day: date(each.expires_on) })}` : null}
    </span>
  ));
}

function Row({ of, line, onCancel }: { of: OrderDetail; line: Line; onCancel: (() => void) | undefined }) {
  const { t, local, money, digits } = useSpeech();
  return (
    <li className="grid grid-cols-[3rem_1fr_auto] items-start gap-x-3 border-b border-line py-3 last:border-0">
      <span className="text-lead font-semibold">{`${digits(line.quantity)}×`}</span>
      <span className={`min-w-0 ${line.cancelled ? 'text-soft line-through' : ''}`}>
        {local(line.title)}
        <span className="block text-note text-soft">{line.sku}</span>
        {line.cancelled ? null : <Pick of={of} line={line} />}
      </span>
      <span className="grid justify-items-end gap-1">
        {money(line.unit_price.amount * line.quantity)}
        {line.cancelled ? <Badge tone="danger">{t('status.cancelled')}</Badge> : null}
        {onCancel ? (
          <button
            type="button"
            className="link min-h-target text-note"
            aria-label={t('order.cancelLineOf', { title: local(line.title) })}
            onClick={onCancel}
          >
            {t('order.cancelLine')}
          </button>
        ) : null}
      </span>
    </li>
  );
}

export function Lines({ of }: { of: OrderDetail }) {
  const { t } = useSpeech();
  const [cancelling, cancel] = useState<Line>();
  const left = of.lines.filter((line) => !line.cancelled).length;
  const may = (line: Line) => mayCancelLines(of.status) && left > 1 && !line.cancelled;
  return (
    <section className="panel" aria-labelledby="goods">
      <h2 id="goods" className="text-lead">
        {t('order.goods')}
      </h2>
      <ul>
        {of.lines.map((line) => (
          <Row key={line.id} of={of} line={line} onCancel={may(line) ? () => cancel(line) : undefined} />
        ))}
      </ul>
      {cancelling ? <CancelSheet of={of} line={cancelling} onClose={() => cancel(undefined)} /> : null}
    </section>
  );
}
