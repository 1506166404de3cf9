import { Bone, Empty, Loading, TextField, Trouble } from '@bdcommerce/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { FileButtons } from '../parts/FileButtons.tsx';
import { Go, useAddress } from '../parts/Go.tsx';
import { Badge, Chips, MoreOf, Page, RowBones } from '../parts/Page.tsx';
import {
  advice,
  balance,
  type Days,
  type Payout,
  payouts,
  statement,
  statementFile,
  type StatementLine,
} from '../queries/money.ts';
import { useSpeech } from '../speech.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;

/** What is owed, and what is under way: the first thing one wants to know. */
function Balance() {
  const { t, money, date } = useSpeech();
  const found = useQuery(balance);
  if (found.isError) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) {
    return (
      <Loading>
        <Bone className="h-32 rounded-large" />
      </Loading>
    );
  }
  const { data } = found;
  return (
    <dl className="panel grid gap-x-10 gap-y-4 sm:grid-cols-[auto_auto_1fr]">
      <div>
        <dt className="text-soft">{t('money.balance')}</dt>
        <dd className="text-title font-semibold">{money(data.balance, true)}</dd>
        {data.due_on ? <dd className="text-note text-soft">{t('money.dueOn', { day: date(data.due_on) })}</dd> : null}
      </div>
      <div>
        <dt className="text-soft">{t('money.onItsWay')}</dt>
        <dd className="text-title font-semibold">{money(data.on_its_way, true)}</dd>
      </div>
    </dl>
  );
}

const TONE = {
  draft: 'plain',
  approved: 'deal',
  sent: 'deal',
  unknown: 'deal',
  paid: 'good',
  failed: 'danger',
  returned: 'danger',
  discarded: 'plain',
} as const;

function PayoutRow({ payout }: { payout: Payout }) {
  const { t, money, date } = useSpeech();
  const at = payout.settled_at ?? payout.drafted_at;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-4 last:border-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-3">
          <span className="text-lead font-semibold">{money(payout.amount, true)}</span>
          <Badge tone={TONE[payout.status]}>{t(`money.status.${payout.status}`)}</Badge>
        </p>
        <p className="text-note text-soft">
          {[date(at, 'moment'), payout.rail && t(`money.rail.${payout.rail}`), payout.reference]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {payout.reason ? <p className="text-note text-danger">{payout.reason}</p> : null}
      </div>
      <div className="flex gap-2" role="group" aria-label={t('money.advice')}>
        <FileButtons
          formats={['pdf', 'xlsx']}
          name={`payout-${payout.payout_id}`}
          ask={(format) => advice(payout.payout_id, format)}
        />
      </div>
    </li>
  );
}

function Payouts() {
  const { t } = useSpeech();
  const found = useInfiniteQuery(payouts);
  if (found.isError && !found.data) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <RowBones />;
  const rows = found.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Empty title={t('money.noPayouts')} text={t('money.noPayoutsText')} />;
  return (
    <div className="grid gap-4">
      <ul className="panel py-1">
        {rows.map((payout) => (
          <PayoutRow key={payout.payout_id} payout={payout} />
        ))}
      </ul>
      <MoreOf of={found} />
    </div>
  );
}

function Line({ line }: { line: StatementLine }) {
  const { t, money, date } = useSpeech();
  return (
    <li className="grid grid-cols-[1fr_auto] gap-x-6 border-b border-line py-3 last:border-0 md:grid-cols-[9rem_1fr_9rem_9rem]">
      <span className="text-note text-soft max-md:order-2">{date(line.at, 'moment')}</span>
      <span className="min-w-0 max-md:order-1">
        {t(`ledger.${line.kind}`)}
        <span className="block truncate text-note text-soft">
          {line.vendor_order_id ? (
            <Go to={`/orders/${line.vendor_order_id}`} className="link">
              {t('money.toOrder')}
            </Go>
          ) : (
            line.reference
          )}
        </span>
      </span>
      <span
        className={`text-right font-medium max-md:order-1 ${line.amount.amount < 0 ? 'text-danger' : 'text-action'}`}
      >
        {money(line.amount, true)}
      </span>
      <span className="text-right text-soft max-md:order-3 max-md:text-note">{money(line.balance, true)}</span>
    </li>
  );
}

function Statement({ days, change }: { days: Days; change: (change: Record<string, string>) => void }) {
  const { t, money } = useSpeech();
  const found = useInfiniteQuery(statement(days));
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = found.data?.pages ?? [];
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-[11rem_11rem_1fr] md:items-end">
        <TextField
          label={t('orders.from')}
          type="date"
          className="min-w-0"
          value={days.from ?? ''}
          onChange={(from) => change({ from })}
        />
        <TextField
          label={t('orders.to')}
          type="date"
          className="min-w-0"
          value={days.to ?? ''}
          onChange={(to) => change({ to })}
        />
        <div className="flex gap-2 max-md:col-span-2 md:justify-end">
          <FileButtons
            formats={['pdf', 'csv', 'xlsx']}
            name="statement"
            ask={(format) => statementFile(days, format)}
          />
        </div>
      </div>
      {found.isError && !found.data ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.isPending ? <RowBones className="h-14" /> : null}
      {first ? (
        <dl className="flex flex-wrap gap-x-8 text-soft">
          {(['opening', 'closing'] as const).map((name) => (
            <div key={name} className="flex gap-2">
              <dt>{t(`money.${name}`)}</dt>
              <dd className="font-medium text-ink">{money(first[name], true)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {first && rows.length === 0 ? <Empty title={t('money.noLines')} text={t('money.noLinesText')} /> : null}
      {rows.length > 0 ? (
        <ul className="panel py-1" aria-label={t('money.statement')}>
          {rows.map((line, index) => (
            <Line key={`${line.entry_id}${String(index)}`} line={line} />
          ))}
        </ul>
      ) : null}
      <MoreOf of={found} />
    </div>
  );
}

export default function Money() {
  const { t } = useSpeech();
  const [address, change] = useAddress();
  const day = (name: string) => (DAY.test(address[name] ?? '') ? address[name] : undefined);
  const part = address['part'] === 'statement' ? 'statement' : 'payouts';
  return (
    <Page title={t('money.title')}>
      <Balance />
      <Chips
        label={t('money.parts')}
        value={part}
        choices={[
          { value: 'payouts', label: t('money.payouts') },
          { value: 'statement', label: t('money.statement') },
        ]}
        onChange={(wanted) => change({ part: wanted })}
      />
      {part === 'payouts' ? <Payouts /> : <Statement days={{ from: day('from'), to: day('to') }} change={change} />}
    </Page>
  );
}
