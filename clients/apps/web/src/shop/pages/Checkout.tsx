import {
  BagIcon,
  Bone,
  Button,
  buttonClass,
  CheckIcon,
  Choices,
  Empty,
  Loading,
  Notice,
  Trouble,
  useProblemText,
} from '@bdcommerce/ui';
import { phone as phoneOf } from '@bdcommerce/i18n';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import { CodeBox } from '../checkout/CodeBox.tsx';
import { Deliveries, Sums } from '../checkout/Summary.tsx';
import { useCheckout } from '../checkout/useCheckout.ts';
import { WhereForm } from '../checkout/WhereForm.tsx';
import { useOnline } from '../layout/Layout.tsx';
import { useTitle } from '../parts/title.ts';
import { type Method, PROVIDERS } from '../queries/checkout.ts';
import { usePurchaseSpeech } from '../speech.ts';

type Checkout = ReturnType<typeof useCheckout>;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line py-6 first:pt-2 last:border-0">
      <h2 className="pb-4 text-name">{title}</h2>
      {children}
    </section>
  );
}

function Pay({ checkout }: { checkout: Checkout }) {
  const { t } = usePurchaseSpeech();
  const methods: readonly Method[] = ['cod', ...PROVIDERS];
  const choice = <M extends Method>(method: M) => ({
    value: method,
    label: t(`checkout.methods.${method}`),
    note: t(`checkout.methodNotes.${method}`),
  });
  return (
    <div className="grid gap-5">
      <Choices
        legend={t('checkout.pay')}
        hideLegend
        name="method"
        value={checkout.method}
        choices={methods.map(choice)}
        onChange={(method) => {
          checkout.order.reset();
          checkout.setMethod(method);
        }}
      />
      {checkout.method === 'cod' && checkout.advance ? (
        <Choices
          legend={t('checkout.advanceHow')}
          name="advance"
          value={checkout.advanceBy}
          choices={PROVIDERS.map(choice)}
          onChange={checkout.setAdvanceBy}
        />
      ) : null}
    </div>
  );
}

function Confirm({ checkout, onMissing }: { checkout: Checkout; onMissing: () => void }) {
  const { t, phone } = usePurchaseSpeech();
  if (!checkout.proven) {
    return (
      <CodeBox
        phone={checkout.place.draft.phone}
        purpose="checkout"
        onVerified={checkout.verified}
        onMissing={onMissing}
      />
    );
  }
  return (
    <p className="flex items-center gap-2 text-action">
      <CheckIcon size={20} />
      {t('checkout.confirmed', { phone: phone(phoneOf(checkout.place.draft.phone)) })}
    </p>
  );
}

/** Total and the button, with everything that stands in its way said above it. */
function Order({ checkout, onOrder }: { checkout: Checkout; onOrder: () => void }) {
  const { t, money } = usePurchaseSpeech();
  const problem = useProblemText();
  const online = useOnline();
  const { priced, order, drift } = checkout;
  const quoted = checkout.place.where ? priced.data : undefined;
  const known = order.isError && !drift;
  return (
    <aside className="panel grid content-start gap-4 lg:sticky lg:top-24">
      {quoted ? (
        <Sums quote={quoted} advance={checkout.method === 'cod' ? checkout.advance : null} />
      ) : (
        <p className="text-soft">{t('checkout.needAddress')}</p>
      )}
      {priced.isError ? <Notice kind="danger">{problem(priced.error)}</Notice> : null}
      {drift ? (
        <Notice kind="deal">{t('checkout.drift', { was: money(drift.was), now: money(drift.now) })}</Notice>
      ) : null}
      {known ? <Notice kind="danger">{problem(order.error)}</Notice> : null}
      {online ? null : <Notice kind="deal">{t('checkout.offline')}</Notice>}
      <Button busy={order.isPending} disabled={priced.isFetching && !quoted} onClick={onOrder}>
        {order.isPending
          ? t('checkout.ordering')
          : quoted
            ? t('checkout.order', { total: money(quoted.total) })
            : t('cart.checkout')}
      </Button>
      <p className="tile-note">{t('checkout.terms')}</p>
    </aside>
  );
}

function Form({ checkout }: { checkout: Checkout }) {
  const { t } = usePurchaseSpeech();
  const form = useRef<HTMLDivElement>(null);
  const { place } = checkout;
  const show = () =>
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .code-input, .button-quiet');
      first?.focus();
      first?.scrollIntoView({ block: 'center' });
    });
  const order = () => {
    checkout.submit();
    if (!place.where || !checkout.proven) show();
  };
  const missing = () => {
    place.complain();
    show();
  };
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-16">
      <div ref={form}>
        <Part title={t('checkout.where')}>
          <WhereForm
            draft={place.draft}
            wrong={place.wrong}
            saved={place.saved}
            chosen={place.id}
            onChoose={place.choose}
            onChange={place.change}
          />
        </Part>
        {place.where && checkout.priced.data ? (
          <Part title={t('checkout.delivery')}>
            <Deliveries quote={checkout.priced.data} />
          </Part>
        ) : null}
        <Part title={t('checkout.pay')}>
          <Pay checkout={checkout} />
        </Part>
        {place.user ? null : (
          <Part title={t('checkout.confirm')}>
            <Confirm checkout={checkout} onMissing={missing} />
          </Part>
        )}
      </div>
      <Order checkout={checkout} onOrder={order} />
    </div>
  );
}

export default function CheckoutPage() {
  const { t } = usePurchaseSpeech();
  const checkout = useCheckout();
  const { cart, order } = checkout;
  useTitle(t('checkout.title'));
  if (cart.isPending || order.isSuccess) {
    return (
      <Loading>
        <Bone className="mt-6 h-9 w-48" />
        <Bone className="mt-6 h-96" />
      </Loading>
    );
  }
  if (cart.isError) return <Trouble error={cart.error} again={() => void cart.refetch()} />;
  if (!cart.data || cart.data.lines.length === 0) {
    return (
      <Empty page title={t('cart.empty')} text={t('cart.emptyText')} icon={<BagIcon size={56} />}>
        <Link to="/" className={buttonClass('quiet')}>
          {t('cart.look')}
        </Link>
      </Empty>
    );
  }
  return (
    <>
      <h1 className="py-4 text-title">{t('checkout.title')}</h1>
      <Form checkout={checkout} />
    </>
  );
}
