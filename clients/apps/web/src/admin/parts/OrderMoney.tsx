import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import * as api from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { Act } from './Act.tsx';
import { Facts, Fetched, Section } from './Screen.tsx';
import { Code, Mark, When } from './words.tsx';

/** What was paid before delivery, every try, and what goes back. */
export function OrderMoney({ id }: { id: string }) {
  const { t, money, digits } = useSpeech();
  const may = useMay();
  const found = useQuery(api.payment(id));
  const manage = may('refunds.manage');
  const look = (
    <Act label={t('orders.lookPayment')} text={t('orders.lookPaymentText')} run={() => api.lookAtPayment(id)} />
  );
  return (
    <Section title={t('orders.payment')} actions={manage ? look : null}>
      <Fetched of={found}>
        {(paid) => (
          <>
            <Facts
              of={[
                [t('f.status'), <Mark key="" value={paid.status} />],
                [t('orders.due'), money(paid.due)],
                [t('orders.captured'), money(paid.captured)],
              ]}
            />
            <ul className="grid gap-2">
              {paid.attempts.map((each) => (
                <li key={each.number} className="desk-letter flex flex-wrap items-center gap-x-3 gap-y-1">
                  <span>{t('orders.try', { number: digits(each.number) })}</span>
                  <Mark value={each.status} />
                  <span>{money(each.amount)}</span>
                  <When at={each.started_at} />
                  <Code id={each.trx_id || each.reference} />
                  {manage && each.status === 'pending_confirm' ? (
                    <Act
                      label={t('orders.clear')}
                      text={t('orders.clearText')}
                      run={() => api.clearAttempt(id, each.number)}
                    />
                  ) : null}
                </li>
              ))}
              {paid.refunds.map((each) => (
                <li key={each.refund_id} className="desk-letter flex flex-wrap items-center gap-x-3 gap-y-1">
                  <span>{t('orders.refund')}</span>
                  <Mark value={each.status} />
                  <span>{money(each.amount)}</span>
                  <span>{each.reason}</span>
                  {manage && each.status === 'refused' ? (
                    <Act
                      label={t('orders.refundPaid')}
                      text={t('orders.refundPaidText')}
                      asks={[{ name: 'reference', label: t('f.reference') }]}
                      run={(v) => api.settleRefund(id, each.refund_id, v['reference'] ?? '')}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
          </>
        )}
      </Fetched>
    </Section>
  );
}
