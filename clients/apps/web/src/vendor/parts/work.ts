import type { Clock, Order, OrderStatus } from '../queries/orders.ts';
import { endOfDay } from './clock.ts';

/** What a vendor does with an order, one after the other. */
export const STEPS = ['accept', 'pack', 'handOver', 'labels'] as const;
export type Step = (typeof STEPS)[number];
/** Those that are done with the order itself. */
export type Act = Exclude<Step, 'labels'>;

export const STATUS_OF: Record<Act, OrderStatus> = { accept: 'confirmed', pack: 'accepted', handOver: 'packed' };

export const isStep = (text: string | undefined): text is Step => STEPS.some((step) => step === text);

/** What an order waits for from its vendor. */
export const actOf = (status: OrderStatus): Act | undefined =>
  (Object.keys(STATUS_OF) as Act[]).find((act) => STATUS_OF[act] === status);

/** An order that waits, and until when it may: a clock of the law, else the end of the day that was promised. */
export interface Waiting {
  order: Order;
  due: string;
  soonAt?: string | undefined;
}

export const byDeadline = (orders: readonly Order[], clocks: readonly Clock[]): Waiting[] => {
  const clockOf = new Map(clocks.map((clock) => [clock.subject_id, clock]));
  return orders
    .map((order) => {
      const clock = clockOf.get(order.id);
      return { order, due: clock?.due_at ?? endOfDay(order.promised_by), soonAt: clock?.at_risk_at };
    })
    .sort((one, other) => Date.parse(one.due) - Date.parse(other.due));
};

/** Where to begin: at the first step with work, for what is not accepted in time is lost. */
export const firstWithWork = (counts: Partial<Record<string, number>>): Step =>
  STEPS.find((step) => (counts[step] ?? 0) > 0) ?? 'accept';

/** Whether single lines may be taken out of an order, and whether all of it. */
export const mayCancelLines = (status: OrderStatus): boolean => status === 'confirmed' || status === 'accepted';
export const mayCancel = (status: OrderStatus): boolean => mayCancelLines(status) || status === 'packed';
