import {
  Amount,
  BagIcon,
  Bone,
  Button,
  buttonClass,
  Empty,
  Loading,
  Notice,
  Price,
  TextField,
  Trouble,
  useProblemText,
} from '@bdcommerce/ui';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { knownOffer } from '../cart/known.ts';
import { Line } from '../parts/Line.tsx';
import { useTitle } from '../parts/title.ts';
import { type Cart, useCart, useCoupon, useSetQuantity } from '../queries/cart.ts';
import { useSpeech } from '../speech.ts';

type CartLine = Cart['lines'][number];
const MOST = 99;

const byVendor = (lines: readonly CartLine[]): [string, CartLine[]][] => {
  const groups = new Map<string, CartLine[]>();
  for (const line of lines) groups.set(line.vendor_id, [...(groups.get(line.vendor_id) ?? []), line]);
  return [...groups];
};

function Problems({ cart, lineId }: { cart: Cart; lineId: string }) {
  const { t, money } = useSpeech();
  return cart.problems
    .filter((problem) => problem.line_id === lineId)
    .map((problem) => {
      const amounts = { was: problem.was ? money(problem.was) : '', now: problem.now ? money(problem.now) : '' };
      return (
        <p key={problem.code} role="alert" className={`text-note ${problem.blocks ? 'text-danger' : 'text-deal-ink'}`}>
          {t(`cart.problem.${problem.code}`, amounts)}
        </p>
      );
    });
}

function BagLine({ cart, line }: { cart: Cart; line: CartLine }) {
  const { t, money, local } = useSpeech();
  const set = useSetQuantity();
  const problem = useProblemText();
  const change = (quantity: number) => set.mutate({ line_id: line.id, quantity });
  return (
    <Line offerId={line.offer_id} title={line.title}>
      <Problems cart={cart} lineId={line.id} />
      {set.isError ? <p className="text-note text-danger">{problem(set.error)}</p> : null}
      {line.quantity > 1 ? <p className="tile-note">{t('cart.each', { price: money(line.unit_price) })}</p> : null}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 pt-2">
        <div className="flex items-center">
          <Amount value={line.quantity} most={MOST} disabled={set.isPending} onChange={change} />
          <Button
            look="bare"
            small
            className="ml-1"
            aria-label={`${t('remove')}: ${local(line.title)}`}
            disabled={set.isPending}
            onClick={() => change(0)}
          >
            {t('remove')}
          </Button>
        </div>
        <Price price={line.line_total} was={line.was ? { amount: line.was.amount * line.quantity } : null} />
      </div>
    </Line>
  );
}

function VendorPart({ cart, lines }: { cart: Cart; lines: CartLine[] }) {
  const { t, local } = useSpeech();
  const known = lines.map((line) => knownOffer(line.offer_id)).find(Boolean);
  return (
    <section className="pb-6">
      {known ? (
        <h2 className="pb-1 text-note text-soft">
          <Link to="/v/$slug" params={{ slug: known.vendor.slug }} className="hover:underline">
            {t('cart.from', { vendor: local(known.vendor.name) })}
          </Link>
        </h2>
      ) : null}
      <ul className="border-t border-line">
        {lines.map((line) => (
          <BagLine key={line.id} cart={cart} line={line} />
        ))}
      </ul>
    </section>
  );
}

function Coupon({ cart }: { cart: Cart }) {
  const { t } = useSpeech();
  const problem = useProblemText();
  const coupon = useCoupon();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) coupon.mutate(code.trim());
  };
  if (cart.coupon_code) {
    return (
      <div className="flex items-center justify-between gap-4">
        <p>{t('cart.couponUsed', { code: cart.coupon_code })}</p>
        <Button look="bare" small busy={coupon.isPending} onClick={() => coupon.mutate('')}>
          {t('remove')}
        </Button>
      </div>
    );
  }
  return (
    <form className="grid grid-cols-[1fr_auto] items-end gap-2" onSubmit={submit}>
      <TextField
        label={t('cart.coupon')}
        value={code}
        autoCapitalize="characters"
        autoComplete="off"
        wrong={coupon.isError ? problem(coupon.error) : undefined}
        onChange={setCode}
      />
      <Button type="submit" look="quiet" busy={coupon.isPending}>
        {t('cart.useCoupon')}
      </Button>
    </form>
  );
}

/** What it comes to before delivery. */
function Sums({ cart }: { cart: Cart }) {
  const { t, money, local } = useSpeech();
  const blocked = cart.problems.some((problem) => problem.blocks);
  return (
    <aside className="panel grid content-start gap-5 lg:sticky lg:top-24">
      <dl className="sums">
        <dt>{t('cart.goods')}</dt>
        <dd>{money(cart.goods)}</dd>
        {cart.discount.amount > 0 ? (
          <>
            <dt className="text-deal-ink">{t('cart.discount')}</dt>
            <dd className="text-deal-ink">{money(-cart.discount.amount)}</dd>
          </>
        ) : null}
        <dt className="total">{t('total')}</dt>
        <dd className="total">{money(cart.goods.amount - cart.discount.amount)}</dd>
      </dl>
      <p className="tile-note">{t('cart.deliveryLater')}</p>
      {cart.nearly.map((each) => (
        <p key={each.promotion_id} className="notice notice-deal text-note">
          {local(each.hint)}
        </p>
      ))}
      <Coupon cart={cart} />
      {blocked ? null : (
        <Link to="/checkout" className={`${buttonClass()} w-full`}>
          {t('cart.checkout')}
        </Link>
      )}
    </aside>
  );
}

function Nothing() {
  const { t } = useSpeech();
  return (
    <Empty page title={t('cart.empty')} text={t('cart.emptyText')} icon={<BagIcon size={56} />}>
      <Link to="/" className={buttonClass('quiet')}>
        {t('cart.look')}
      </Link>
    </Empty>
  );
}

export default function CartPage() {
  const { t } = useSpeech();
  const found = useCart();
  useTitle(t('cart.title'));
  if (found.isPending) {
    return (
      <Loading>
        <Bone className="mt-6 h-9 w-48" />
        <Bone className="mt-6 h-28" />
        <Bone className="mt-4 h-28" />
      </Loading>
    );
  }
  if (found.isError) return <Trouble error={found.error} again={() => void found.refetch()} />;
  const cart = found.data;
  if (!cart || cart.lines.length === 0) return <Nothing />;
  const parts = byVendor(cart.lines);
  return (
    <>
      <h1 className="py-4 text-title">{t('cart.title')}</h1>
      {parts.length > 1 ? <Notice>{t('cart.parcels', { count: parts.length })}</Notice> : null}
      <div className="grid items-start gap-8 pt-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-16">
        <div>
          {parts.map(([vendorId, lines]) => (
            <VendorPart key={vendorId} cart={cart} lines={lines} />
          ))}
        </div>
        <Sums cart={cart} />
      </div>
    </>
  );
}
