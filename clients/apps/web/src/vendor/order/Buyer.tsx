import { Notice } from '@bdcommerce/ui';
import type { OrderDetail } from '../queries/orders.ts';
import { useUpazila } from '../parts/place.ts';
import { useSpeech } from '../speech.ts';

/** To whom it goes. Until it is accepted the API tells only the area. */
export function Buyer({ of: { buyer } }: { of: OrderDetail }) {
  const { t, phone } = useSpeech();
  const { address } = buyer;
  const upazila = useUpazila(buyer.upazila);
  const place = [buyer.area, upazila].filter(Boolean).join(', ');
  return (
    <section className="panel grid gap-3" aria-labelledby="buyer">
      <h2 id="buyer" className="text-lead">
        {t('order.buyer')}
      </h2>
      <address className="not-italic">
        <span className="block font-medium">{address?.recipient_name ?? buyer.name}</span>
        {address ? <span className="block">{[address.line1, address.landmark].filter(Boolean).join(', ')}</span> : null}
        <span className="block">{place}</span>
        {buyer.phone ? (
          <a className="link inline-flex min-h-target items-center" href={`tel:${buyer.phone}`}>
            {phone(buyer.phone)}
          </a>
        ) : null}
      </address>
      {buyer.phone ? null : <p className="text-note text-soft">{t('order.buyerHidden')}</p>}
      {buyer.delivery_note ? <Notice>{buyer.delivery_note}</Notice> : null}
      {buyer.gift_message ? <Notice kind="deal">{t('order.gift', { text: buyer.gift_message })}</Notice> : null}
    </section>
  );
}
