import { Bone, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { type OrderDetail, parcelOf } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { reached, WAY } from './way.ts';

/** How far it is, at a glance. */
export function Way({ of }: { of: OrderDetail }) {
  const { t } = useSpeech();
  const now = reached(of.status);
  if (now === undefined) return null;
  return (
    <ol className="grid grid-cols-5 gap-1.5 text-note" aria-label={t('order.way')}>
      {WAY.map((step, index) => (
        <li
          key={step}
          className={`border-t-4 pt-2 ${index <= now ? 'border-action' : 'border-line text-soft'} ${index === now ? 'font-semibold' : ''}`}
          aria-current={index === now ? 'step' : undefined}
        >
          {t(`way.${step}`)}
        </li>
      ))}
    </ol>
  );
}

/** What the parcel went through, the latest on top; before there is a parcel, when the order came. */
export function Timeline({ of }: { of: OrderDetail }) {
  const { t, date } = useSpeech();
  const found = useQuery(parcelOf(of));
  const steps = [...(found.data?.steps ?? [])].reverse();
  return (
    <section className="panel grid gap-4" aria-labelledby="timeline">
      <h2 id="timeline" className="text-lead">
        {t('order.timeline')}
      </h2>
      {found.data?.tracking_no ? (
        <p className="text-note text-soft">
          {t('order.tracking', {
            courier: found.data.courier === 'own_riders' ? t('order.ownRiders') : found.data.courier,
            number: found.data.tracking_no,
          })}
        </p>
      ) : null}
      {found.isLoading ? <Bone className="h-32 rounded-medium" /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      <ol className="steps">
        {steps.map((step, index) => (
          <li key={`${step.at}${step.what}`} data-now={index === 0 || undefined}>
            <span className="block font-medium">{t(`parcel.${step.what}`)}</span>
            <span className="block text-note text-soft">
              {[date(step.at, 'moment'), step.hub, step.note].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
        <li data-now={steps.length === 0 || undefined}>
          <span className="block font-medium">{t('order.came')}</span>
          <span className="block text-note text-soft">{date(of.placed_at, 'moment')}</span>
        </li>
      </ol>
    </section>
  );
}
