import { Bone, Empty, Loading, Trouble } from '@bdcommerce/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { dhakaDay, useNow } from '../parts/clock.ts';
import { FileButtons } from '../parts/FileButtons.tsx';
import { Go, useAddress } from '../parts/Go.tsx';
import { Chips, MoreOf, Page } from '../parts/Page.tsx';
import { shareOf, worked } from '../parts/shares.ts';
import { comments, late, sales, type Sales, type SalesDay, salesFile, satisfaction } from '../queries/performance.ts';
import { useSpeech } from '../speech.ts';

interface Days {
  from: string;
  to: string;
}

const SPANS = ['7', '30', '90'] as const;

function Figure({ name, value, note }: { name: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="border-t-2 border-line pt-3">
      <dt className="text-soft">{name}</dt>
      <dd className="text-title font-semibold">{value}</dd>
      {note ? <dd className="text-note text-soft">{note}</dd> : null}
    </div>
  );
}

function Figures({ total }: { total: Sales }) {
  const { t, number, money } = useSpeech();
  const share = (part: number, key: 'ofOrders' | 'ofDelivered') => {
    const percent = shareOf(part, key === 'ofOrders' ? total.orders : total.delivered);
    return percent === undefined ? null : t(`performance.${key}`, { percent });
  };
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 md:grid-cols-3">
      <Figure name={t('performance.orders')} value={number(total.orders)} />
      <Figure
        name={t('performance.delivered')}
        value={number(total.delivered)}
        note={share(total.delivered, 'ofOrders')}
      />
      <Figure
        name={t('performance.cancelled')}
        value={number(total.cancelled)}
        note={share(total.cancelled, 'ofOrders')}
      />
      <Figure
        name={t('performance.returned')}
        value={number(total.returned)}
        note={share(total.returned, 'ofDelivered')}
      />
      <Figure name={t('performance.goods')} value={money(total.goods)} />
      <Figure name={t('performance.yours')} value={money(total.vendor_amount)} />
    </dl>
  );
}

function ByDay({ days }: { days: readonly SalesDay[] }) {
  const { t, date, number, money } = useSpeech();
  const columns = ['orders', 'units', 'delivered', 'cancelled', 'returned'] as const;
  return (
    <div className="grid grid-cols-1 gap-3">
      <h2 id="days" className="text-lead">
        {t('performance.byDay')}
      </h2>
      <div className="panel overflow-x-auto py-2" tabIndex={0} role="region" aria-labelledby="days">
        <table className="w-full whitespace-nowrap text-right">
          <thead className="text-note text-soft">
            <tr>
              <th scope="col" className="py-2 pr-4 text-left font-normal">
                {t('performance.day')}
              </th>
              {columns.map((name) => (
                <th key={name} scope="col" className="px-3 font-normal">
                  {t(`performance.${name}`)}
                </th>
              ))}
              <th scope="col" className="pl-3 font-normal">
                {t('performance.goods')}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day} className="border-t border-line">
                <th scope="row" className="py-2 pr-4 text-left font-normal">
                  {date(day.day)}
                </th>
                {columns.map((name) => (
                  <td key={name} className="px-3">
                    {number(day[name])}
                  </td>
                ))}
                <td className="pl-3">{money(day.goods)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function SalesPart({ days }: { days: Days }) {
  const { t } = useSpeech();
  const found = useQuery(sales(days));
  if (found.isError) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) {
    return (
      <Loading>
        <div className="grid grid-cols-2 gap-6 md:grid-cols-3">
          {SPANS.map((each) => (
            <Bone key={each} className="h-24 rounded-medium" />
          ))}
        </div>
      </Loading>
    );
  }
  const shown = worked(found.data.days);
  if (shown.length === 0) return <Empty title={t('performance.none')} text={t('performance.noneText')} />;
  return (
    <>
      <Figures total={found.data.total} />
      <ByDay days={shown} />
    </>
  );
}

function Trust({ days }: { days: Days }) {
  const { t, digits } = useSpeech();
  const said = useQuery(satisfaction(days));
  const behind = useQuery(late(days));
  const count = behind.data?.items.length ?? 0;
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <section className="panel grid gap-1">
        <h2 className="text-soft">{t('performance.inTime')}</h2>
        {behind.isPending ? <Bone className="h-8" /> : null}
        {behind.isError ? <Trouble error={behind.error} again={() => void behind.refetch()} /> : null}
        {behind.data ? (
          <p className={`text-lead font-semibold ${count > 0 ? 'text-danger' : 'text-action'}`}>
            {count > 0 ? t('performance.late', { count }) : t('performance.noLate')}
          </p>
        ) : null}
      </section>
      <section className="panel grid gap-1">
        <h2 className="text-soft">{t('performance.satisfaction')}</h2>
        {said.isPending ? <Bone className="h-8" /> : null}
        {said.isError ? <Trouble error={said.error} again={() => void said.refetch()} /> : null}
        {said.data ? (
          <>
            <p className="text-lead font-semibold">
              {said.data.mean === null
                ? t('performance.noAnswers')
                : t('performance.outOf', { mean: digits(said.data.mean.toFixed(1)) })}
            </p>
            {said.data.asked > 0 ? (
              <p className="text-note text-soft">
                {t('performance.answers', { answered: said.data.answered, asked: said.data.asked })}
              </p>
            ) : null}
          </>
        ) : null}
      </section>
    </div>
  );
}

function Comments() {
  const { t, date } = useSpeech();
  const found = useInfiniteQuery(comments);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="grid gap-3" aria-labelledby="comments">
      <h2 id="comments" className="text-lead">
        {t('performance.comments')}
      </h2>
      {found.isPending ? <Bone className="h-24 rounded-large" /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.data && rows.length === 0 ? <p className="text-soft">{t('performance.noComments')}</p> : null}
      <ul className="panel py-1 empty:hidden">
        {rows.map((each) => (
          <li key={`${each.vendor_order_id}${each.at}`} className="border-b border-line py-3 last:border-0">
            <Go to={`/orders/${each.vendor_order_id}`} className="hover:underline">
              <span className="font-medium">{t('performance.score', { score: each.score })}</span>
              <span className="pl-3 text-note text-soft">{date(each.at)}</span>
            </Go>
            <p>{each.comment}</p>
          </li>
        ))}
      </ul>
      <MoreOf of={found} />
    </section>
  );
}

export default function Performance() {
  const { t } = useSpeech();
  const [address, change] = useAddress();
  const span = SPANS.find((each) => each === address['days']) ?? '30';
  const now = useNow();
  const days = { from: dhakaDay(now, 1 - Number(span)), to: dhakaDay(now) };
  const tools = <FileButtons formats={['csv', 'xlsx']} name="sales" ask={(format) => salesFile(days, format)} />;
  return (
    <Page title={t('section.performance')} tools={tools}>
      <Chips
        label={t('performance.days')}
        value={span}
        choices={SPANS.map((value) => ({ value, label: t('performance.last', { count: Number(value) }) }))}
        onChange={(wanted) => change({ days: wanted })}
      />
      <Trust days={days} />
      <SalesPart days={days} />
      <Comments />
    </Page>
  );
}
