import type { OrderStatus } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { Badge } from './Page.tsx';
import { actOf } from './work.ts';

const BAD = new Set<OrderStatus>(['delivery_failed', 'lost', 'cancelled', 'return_refused']);
const GOOD = new Set<OrderStatus>(['delivered', 'completed', 'refunded']);

/** In which state an order is; what waits for the vendor stands out. */
export function OrderState({ status }: { status: OrderStatus }) {
  const { t } = useSpeech();
  const tone = actOf(status) ? 'deal' : BAD.has(status) ? 'danger' : GOOD.has(status) ? 'good' : 'plain';
  return <Badge tone={tone}>{t(`status.${status}`)}</Badge>;
}
