import { Notice, Price } from '@bdcommerce/ui';
import type { Quote } from '../queries/checkout.ts';
import { usePurchaseSpeech } from '../speech.ts';

/** What comes from whom, until when, and what bringing it costs. */
export function Deliveries({ quote }: { quote: Quote }) {
  const { t, local, money, date, digits } = usePurchaseSpeech();
  return (
    <ul className="grid gap-3">
      {quote.vendor_orders.map((part) => (
        <li key={part.vendor_id} className="border-b border-line pb-3 last:border-0">
          <div className="flex items-baseline justify-between gap-4">
            <p className="font-medium">{local(part.vendor_name)}</p>
            <p>{part.delivery.amount > 0 ? money(part.delivery) : t('checkout.free')}</p>
          </div>
          <p className="text-action">{t('checkout.by', { date: date(part.promised_by, 'day') })}</p>
          {part.lines.map((line) => (
            <p key={line.offer_id} className="tile-note">
              {`${local(line.title)} × ${digits(line.quantity)}`}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** The total and how it comes about. */
export function Sums({ quote, advance }: { quote: Quote; advance: { amount: number } | null }) {
  const { t, money } = usePurchaseSpeech();
  return (
    <>
      <dl className="sums">
        <dt>{t('checkout.goods')}</dt>
        <dd>{money(quote.goods)}</dd>
        <dt>{t('checkout.deliveryFee')}</dt>
        <dd>{quote.delivery.amount > 0 ? money(quote.delivery) : t('checkout.free')}</dd>
        {quote.discount.amount > 0 ? (
          <>
            <dt className="text-deal-ink">{t('checkout.discount')}</dt>
            <dd className="text-deal-ink">{money(-quote.discount.amount)}</dd>
          </>
        ) : null}
        <dt className="total">{t('total')}</dt>
        <dd className="total">
          <Price price={quote.total} />
        </dd>
      </dl>
      {advance ? <Notice kind="deal">{t('checkout.advance', { amount: money(advance) })}</Notice> : null}
    </>
  );
}
