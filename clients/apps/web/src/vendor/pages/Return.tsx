import { Bone, Loading, Notice, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { Lost } from '../layout/Layout.tsx';
import { Countdown } from '../parts/Countdown.tsx';
import { Go, useId } from '../parts/Go.tsx';
import { Page } from '../parts/Page.tsx';
import { unbroken } from '../parts/title.ts';
import { oneReturn, photo, type Return } from '../queries/returns.ts';
import { Answers } from '../returns/Answers.tsx';
import { ReturnState } from '../returns/ReturnState.tsx';
import { useSpeech } from '../speech.ts';

function Photo({ id, name, number }: { id: string; name: string; number: number }) {
  const { t } = useSpeech();
  const found = useQuery(photo(id, name));
  if (found.isError) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Bone className="size-40 rounded-medium" />;
  return (
    <img
      src={found.data}
      alt={t('returns.photo', { number })}
      className="size-40 rounded-medium bg-tile object-cover"
      width={160}
      height={160}
    />
  );
}

function Lead({ of }: { of: Return }) {
  const { t, date } = useSpeech();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1">
      <ReturnState status={of.status} />
      {of.status === 'requested' && of.answer_by ? <Countdown due={of.answer_by} /> : null}
      <span className="text-note">{t('returns.asked', { at: date(of.requested_at, 'moment') })}</span>
    </div>
  );
}

function Goods({ of }: { of: Return }) {
  const { t, local, money, date } = useSpeech();
  return (
    <section className="panel grid gap-3" aria-labelledby="goods">
      <h2 id="goods" className="text-lead">
        {t('returns.goods')}
      </h2>
      <ul>
        {of.lines.map((line) => (
          <li key={line.line_id} className="flex justify-between gap-4 border-b border-line py-3 last:border-0">
            <span className="min-w-0">
              {t('returns.units', { count: line.quantity, title: local(line.title) })}
              <span className="block text-note text-soft">{line.sku}</span>
            </span>
            {line.refund.amount > 0 ? <span>{money(line.refund)}</span> : null}
          </li>
        ))}
      </ul>
      <p>{t('returns.worth', { amount: money(of.worth) })}</p>
      {of.paid.amount > 0 ? <p>{t('returns.paid', { amount: money(of.paid) })}</p> : null}
      {of.send_by ? <p className="text-soft">{t('returns.sendBy', { at: date(of.send_by, 'moment') })}</p> : null}
      <Go to={`/orders/${of.vendor_order_id}`} className="link inline-flex min-h-target items-center">
        {t('returns.toOrder')}
      </Go>
    </section>
  );
}

function Whole({ of }: { of: Return }) {
  const { t, digits } = useSpeech();
  return (
    <Page title={t('returns.title', { number: unbroken(digits(of.number)) })} lead={<Lead of={of} />}>
      <Answers of={of} />
      {of.answer ? <Notice>{t('returns.answered', { text: of.answer })}</Notice> : null}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <section className="panel grid gap-3" aria-labelledby="says">
          <h2 id="says" className="text-lead">
            {t('returns.says')}
          </h2>
          <p className="font-medium">{t(`returns.code.${of.code}`)}</p>
          {of.reason ? <p>{of.reason}</p> : null}
          {of.photos.length > 0 ? (
            <div className="flex flex-wrap gap-3" role="group" aria-label={t('returns.photos')}>
              {of.photos.map((name, index) => (
                <Photo key={name} id={of.id} name={name} number={index + 1} />
              ))}
            </div>
          ) : null}
        </section>
        <Goods of={of} />
      </div>
    </Page>
  );
}

export default function ReturnPage() {
  const id = useId();
  const found = useQuery(oneReturn(id));
  if (found.data) return <Whole of={found.data} />;
  if (found.isError) {
    if ((found.error as { status?: number }).status === 404) return <Lost />;
    return <Trouble error={found.error} again={() => void found.refetch()} />;
  }
  return (
    <Loading>
      <div className="grid gap-4">
        <Bone className="h-14 w-64" />
        <Bone className="h-60 rounded-large" />
      </div>
    </Loading>
  );
}
