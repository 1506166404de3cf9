import { Button, Choices, Notice, TextField, useProblemText, useToast } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import type { Schemas } from '@bdcommerce/api-client';
import { latin } from '@bdcommerce/i18n';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useUser } from '../api.ts';
import { PROVIDERS } from '../queries/checkout.ts';
import {
  cancelReasons,
  invoices,
  openInvoice,
  type Order,
  payment,
  useCancel,
  useConfirm,
  usePayAgain,
  usePayCash,
  useReorder,
} from '../queries/orders.ts';
import { usePurchaseSpeech } from '../speech.ts';

type Code = NonNullable<Schemas['CancelOrder']['code']>;

function CancelSheet({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t, local } = usePurchaseSpeech();
  const problem = useProblemText();
  const say = useToast();
  const reasons = useQuery(cancelReasons).data ?? [];
  const cancel = useCancel(order.id);
  const [code, setCode] = useState<Code | ''>('');
  const done = () => {
    say(t('order.cancelled'));
    onClose();
  };
  return (
    <Sheet onClose={onClose} title={t('order.cancel')}>
      <div className="grid gap-5">
        <Choices
          legend={t('order.cancelWhy')}
          name="reason"
          value={code}
          choices={reasons
            .filter((reason) => reason.by.includes('customer'))
            .map((reason) => ({ value: reason.code, label: local(reason.label) }))}
          onChange={setCode}
        />
        {cancel.isError ? <Notice kind="danger">{problem(cancel.error)}</Notice> : null}
        <div className="flex flex-wrap gap-3">
          <Button
            look="danger"
            busy={cancel.isPending}
            disabled={!code}
            onClick={() => code && cancel.mutate({ code }, { onSuccess: done })}
          >
            {t('order.cancelDo')}
          </Button>
          <Button look="bare" onClick={onClose}>
            {t('order.keep')}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}

const EARLY: readonly Order['status'][] = [
  'placed',
  'awaiting_payment',
  'awaiting_confirmation',
  'confirmed',
  'accepted',
];

export function Cancel({ order }: { order: Order }) {
  const { t } = usePurchaseSpeech();
  const [open, setOpen] = useState(false);
  if (!EARLY.includes(order.status)) return null;
  return (
    <>
      <Button look="bare" onClick={() => setOpen(true)}>
        {t('order.cancel')}
      </Button>
      {open ? <CancelSheet order={order} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

export function Reorder({ order }: { order: Order }) {
  const { t } = usePurchaseSpeech();
  const problem = useProblemText();
  const navigate = useNavigate();
  const again = useReorder(order.id);
  return (
    <>
      {again.isError ? <Notice kind="danger">{problem(again.error)}</Notice> : null}
      <Button
        look="quiet"
        small
        busy={again.isPending}
        onClick={() => again.mutate(undefined, { onSuccess: () => void navigate({ to: '/cart' }) })}
      >
        {t('order.reorder')}
      </Button>
    </>
  );
}

/** An order that the rule book wants confirmed by a code. */
export function Confirm({ order }: { order: Order }) {
  const { t, date } = usePurchaseSpeech();
  const problem = useProblemText();
  const confirm = useConfirm(order.id);
  const [code, setCode] = useState('');
  if (order.status !== 'awaiting_confirmation' || !order.confirmation) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(latin(code).trim());
  };
  return (
    <form className="panel grid gap-4" onSubmit={submit}>
      <h2 className="text-lead">{t('order.confirm')}</h2>
      <p>{t('order.confirmText', { date: date(order.confirmation.until, 'moment') })}</p>
      <TextField
        label={t('checkout.code')}
        wrong={confirm.isError ? problem(confirm.error) : undefined}
        inputMode="numeric"
        autoComplete="one-time-code"
        className="code-input"
        maxLength={6}
        value={code}
        onChange={setCode}
      />
      <Button type="submit" busy={confirm.isPending}>
        {t('order.confirmDo')}
      </Button>
    </form>
  );
}

/** How the payment stands, and what can be done about it. */
export function Payment({ order }: { order: Order }) {
  const { t, date, money } = usePurchaseSpeech();
  const problem = useProblemText();
  const prepaid = order.payment_method !== 'cod' || Boolean(order.advance);
  const paid = useQuery({ ...payment(order.id), enabled: prepaid });
  const again = usePayAgain(order.id);
  const cash = usePayCash(order.id);
  const open = order.status === 'awaiting_payment';
  const status = paid.data?.status ?? (prepaid ? 'created' : 'due_on_delivery');
  return (
    <section className="panel grid gap-4">
      <h2 className="text-lead">{t('order.payment')}</h2>
      <dl className="sums">
        <dt>{t(`checkout.methods.${order.payment_method}`)}</dt>
        <dd>{t(`order.paymentStatus.${status}`)}</dd>
        <dt className="total">{t('total')}</dt>
        <dd className="total">{money(order.total)}</dd>
      </dl>
      {open && paid.data?.pay_until ? (
        <p className="text-soft">{t('order.payUntil', { date: date(paid.data.pay_until, 'moment') })}</p>
      ) : null}
      {again.isError || cash.isError ? <Notice kind="danger">{problem(again.error ?? cash.error)}</Notice> : null}
      {open ? (
        <div className="grid gap-2">
          {PROVIDERS.map((method) => (
            <Button
              key={method}
              look={method === order.payment_method ? 'main' : 'quiet'}
              busy={again.isPending}
              onClick={() => again.mutate(method)}
            >
              {t('order.payNow', { method: t(`checkout.methods.${method}`) })}
            </Button>
          ))}
          <Button look="bare" busy={cash.isPending} onClick={() => cash.mutate(undefined)}>
            {t('order.payCash')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** Invoices appear when goods are handed over; guests are shown theirs by phone code at the complaint desk's address. */
export function Invoices({ order }: { order: Order }) {
  const { t } = usePurchaseSpeech();
  const user = useUser();
  const found = useQuery({ ...invoices(order.id), enabled: Boolean(user) }).data?.items ?? [];
  if (found.length === 0) return null;
  return (
    <section>
      <h2 className="pb-2 text-lead">{t('order.invoices')}</h2>
      <ul>
        {found.map((invoice) => (
          <li key={invoice.id}>
            <button type="button" className="link min-h-11" onClick={() => void openInvoice(invoice.id)}>
              {`${t('order.invoice')} ${invoice.number}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
