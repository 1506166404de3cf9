import { Bone, Loading, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { Acts } from '../order/Acts.tsx';
import { Buyer } from '../order/Buyer.tsx';
import { Lines } from '../order/Lines.tsx';
import { Sums } from '../order/Sums.tsx';
import { Timeline, Way } from '../order/Timeline.tsx';
import { Lost } from '../layout/Layout.tsx';
import { Countdown } from '../parts/Countdown.tsx';
import { useId } from '../parts/Go.tsx';
import { OrderState } from '../parts/OrderState.tsx';
import { Page } from '../parts/Page.tsx';
import { unbroken } from '../parts/title.ts';
import { actOf, byDeadline } from '../parts/work.ts';
import { handoverClocks, order, type OrderDetail } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';

function Bones() {
  return (
    <Loading>
      <div className="grid gap-5 lg:grid-cols-[1fr_22rem]">
        <div className="grid gap-4">
          <Bone className="h-14 w-64" />
          <Bone className="h-28 rounded-large" />
          <Bone className="h-60 rounded-large" />
        </div>
        <Bone className="h-80 rounded-large" />
      </div>
    </Loading>
  );
}

function Lead({ of }: { of: OrderDetail }) {
  const { t, date } = useSpeech();
  const clocks = useQuery(handoverClocks);
  const [row] = byDeadline([of], clocks.data ?? []);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1">
      <OrderState status={of.status} />
      {row && actOf(of.status) ? <Countdown due={row.due} soonAt={row.soonAt} /> : null}
      <span className="text-note">{t('order.placed', { at: date(of.placed_at, 'moment') })}</span>
    </div>
  );
}

function Whole({ of }: { of: OrderDetail }) {
  const { t, digits } = useSpeech();
  return (
    <Page title={t('order.title', { number: unbroken(digits(of.number)) })} lead={<Lead of={of} />}>
      <Way of={of} />
      <Acts of={of} />
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_22rem]">
        <div className="grid min-w-0 gap-5">
          <Lines of={of} />
          <Timeline of={of} />
        </div>
        <div className="grid min-w-0 gap-5">
          <Buyer of={of} />
          <Sums of={of} />
        </div>
      </div>
    </Page>
  );
}

export default function OrderPage() {
  const id = useId();
  const found = useQuery(order(id));
  if (found.data) return <Whole of={found.data} />;
  if (!found.isError) return <Bones />;
  if ((found.error as { status?: number }).status === 404) return <Lost />;
  return <Trouble error={found.error} again={() => void found.refetch()} />;
}
