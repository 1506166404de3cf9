import type { OrderDetail } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';

/** What the customer pays, and what of it is not the vendor's. */
export function Sums({ of }: { of: OrderDetail }) {
  const { t, money } = useSpeech();
  const taken = [
    ['commission', of.commission],
    ['commissionVat', of.commission_vat],
    ['tax', of.withheld_tax],
  ] as const;
  return (
    <section className="panel grid gap-4" aria-labelledby="sums">
      <h2 id="sums" className="text-lead">
        {t('order.money')}
      </h2>
      <dl className="sums">
        <dt>{t('order.goods')}</dt>
        <dd>{money(of.goods, true)}</dd>
        <dt>{t('order.delivery')}</dt>
        <dd>{money(of.delivery, true)}</dd>
        <dt className="total">{t('order.total')}</dt>
        <dd className="total">{money(of.total, true)}</dd>
      </dl>
      <p className="text-note text-soft">{t(of.payment_method === 'cod' ? 'order.byCod' : 'order.paid')}</p>
      <dl className="sums text-note text-soft">
        {taken.map(([name, amount]) =>
          amount.amount > 0 ? (
            <div key={name} className="contents">
              <dt>{t(`order.${name}`)}</dt>
              <dd>{money(-amount.amount, true)}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}
