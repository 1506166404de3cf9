import { Button, Notice, useProblemText } from '@bdcommerce/ui';
import { useSpeech } from '../speech.ts';
import { useAct } from './acts.ts';
import { Bulk } from './Bulk.tsx';
import { type Chosen, useChosen } from './chosen.ts';
import { Countdown } from './Countdown.tsx';
import { Go } from './Go.tsx';
import type { Act, Waiting } from './work.ts';

type Doing = ReturnType<typeof useAct>;

function Goods({ row }: { row: Waiting }) {
  const { t, local } = useSpeech();
  const lines = row.order.lines.filter((line) => !line.cancelled);
  const [first, ...others] = lines;
  if (!first) return null;
  return (
    <p className="truncate text-soft">
      {t('order.units', { count: first.quantity, title: local(first.title) })}
      {others.length > 0 ? ` · ${t('order.moreLines', { count: others.length })}` : null}
    </p>
  );
}

function Row({ row, act, chosen, doing }: { row: Waiting; act: Act; chosen: Chosen; doing: Doing }) {
  const { t, money, digits } = useSpeech();
  const { order, due, soonAt } = row;
  const busy = doing.isPending && doing.variables.includes(order.id);
  return (
    <li className="flex items-center gap-3 border-b border-line py-3 last:border-0">
      <label className="grid min-h-target min-w-8 flex-none place-items-center">
        <input
          type="checkbox"
          className="size-5"
          checked={chosen.has(order.id)}
          aria-label={t('bulk.choose', { number: order.number })}
          onChange={() => chosen.turn(order.id)}
        />
      </label>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-2 md:gap-x-6">
        <Go to={`/orders/${order.id}`} className="min-w-0 flex-1 basis-full hover:underline md:basis-52">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-semibold">{digits(order.number)}</span>
            <span>{money(order.total)}</span>
            <span className="text-note text-soft">{t(`method.${order.payment_method}`)}</span>
          </span>
          <Goods row={row} />
        </Go>
        <p className="flex-1 text-note md:min-w-36 md:flex-none">
          <Countdown due={due} soonAt={soonAt} />
        </p>
        <Button
          look="quiet"
          small
          busy={busy}
          className="min-w-26 md:min-w-34"
          onClick={() => doing.mutate([order.id])}
        >
          {t(`act.${act}`)}
        </Button>
      </div>
    </li>
  );
}

function Failures({ doing, rows }: { doing: Doing; rows: readonly Waiting[] }) {
  const { t, digits } = useSpeech();
  const problem = useProblemText();
  const failed = doing.data?.failed ?? [];
  if (failed.length === 0) return null;
  const numberOf = (id: string) => digits(rows.find(({ order }) => order.id === id)?.order.number ?? '');
  return (
    <Notice kind="danger">
      <p>{t('today.failed', { count: failed.length })}</p>
      <ul>
        {failed.map(({ item, error }) => (
          <li key={item}>{`${numberOf(item)} · ${problem(error)}`}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Orders that wait for the same step, what is due first on top. */
export function WorkList({ step, rows }: { step: Act; rows: readonly Waiting[] }) {
  const { t } = useSpeech();
  const chosen = useChosen(rows.map(({ order }) => order.id));
  const doing = useAct(step);
  const act = () => doing.mutate(chosen.ids, { onSuccess: chosen.clear });
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-note text-soft">{t(`today.hint.${step}`)}</p>
      <Failures doing={doing} rows={rows} />
      <ul className="order-1 panel py-1 lg:order-2">
        {rows.map((row) => (
          <Row key={row.order.id} row={row} act={step} chosen={chosen} doing={doing} />
        ))}
      </ul>
      <div className="contents lg:[&>*]:order-1 max-lg:[&>*]:order-2">
        <Bulk chosen={chosen}>
          <Button small busy={doing.isPending} disabled={chosen.ids.length === 0} onClick={act}>
            {t(`today.bulk.${step}`)}
          </Button>
        </Bulk>
      </div>
    </div>
  );
}
