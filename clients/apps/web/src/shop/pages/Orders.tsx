import { BagIcon, Bone, Button, buttonClass, Empty, Loading, Trouble } from '@bdcommerce/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '@bdcommerce/api-client';
import { useUser } from '../api.ts';
import { keptOrders } from '../cart/kept.ts';
import { useTitle } from '../parts/title.ts';
import { orders } from '../queries/orders.ts';
import { usePurchaseSpeech } from '../speech.ts';

function Mine() {
  const { t } = usePurchaseSpeech();
  const list = useInfiniteQuery(orders);
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending) {
    return (
      <Loading>
        <Bone className="h-24" />
      </Loading>
    );
  }
  if (list.isError) return <Trouble error={list.error} again={() => void list.refetch()} />;
  if (all.length === 0) return <None />;
  return (
    <>
      <ul className="border-t border-line">
        {all.map((each) => (
          <Row key={each.id} order={each} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button look="quiet" className="mt-6" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </>
  );
}

function Row({ order }: { order: Schemas['OrderView'] }) {
  const { t, local, date, money, digits } = usePurchaseSpeech();
  const lines = order.vendor_orders.flatMap((part) => part.lines);
  return (
    <li className="relative border-b border-line py-4">
      <div className="flex items-baseline justify-between gap-4">
        <Link to="/orders/$id" params={{ id: order.id }} className="font-semibold after:absolute after:inset-0">
          {digits(order.number)}
        </Link>
        <span className="font-semibold">{money(order.total)}</span>
      </div>
      <p className="truncate">{lines.map((line) => local(line.title)).join(', ')}</p>
      <p className="tile-note">{`${date(order.placed_at, 'date')} · ${t(`order.status.${order.status}`)}`}</p>
    </li>
  );
}

function None() {
  const { t } = usePurchaseSpeech();
  return (
    <Empty title={t('order.none')} text={t('order.noneText')} icon={<BagIcon size={56} />}>
      <Link to="/" className={buttonClass('quiet')}>
        {t('cart.look')}
      </Link>
    </Empty>
  );
}

/** Made without an account: this device remembers them. */
function OfDevice() {
  const { t, date, digits } = usePurchaseSpeech();
  const kept = keptOrders();
  if (kept.length === 0) return null;
  return (
    <section>
      <h2 className="pb-2 text-lead">{t('order.onDevice')}</h2>
      <ul className="border-t border-line">
        {kept.map((each) => (
          <li key={each.id} className="relative flex items-baseline justify-between gap-4 border-b border-line py-4">
            <Link to="/orders/$id" params={{ id: each.id }} className="font-semibold after:absolute after:inset-0">
              {digits(each.number)}
            </Link>
            <span className="tile-note">{date(each.at, 'date')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export default function OrdersPage() {
  const { t } = usePurchaseSpeech();
  const user = useUser();
  useTitle(t('order.list'));
  return (
    <div className="narrow grid gap-8">
      <h1 className="pt-4 text-title">{t('order.list')}</h1>
      {user ? <Mine /> : <OfDevice />}
      {user ? null : (
        <div className="panel grid justify-items-start gap-3">
          <p>{t('order.lookup')}</p>
          <Link to="/account" className={buttonClass('quiet')}>
            {t('account.signIn')}
          </Link>
        </div>
      )}
    </div>
  );
}
