import type { OrderStatus } from '../queries/orders.ts';

export const WAY = ['came', 'accepted', 'packed', 'courier', 'delivered'] as const;

const REACHED: Partial<Record<OrderStatus, number>> = {
  placed: 0,
  awaiting_payment: 0,
  awaiting_confirmation: 0,
  confirmed: 0,
  accepted: 1,
  packed: 2,
  ready_to_ship: 2,
  handed_over: 3,
  in_transit: 3,
  delivery_failed: 3,
  delivered: 4,
  completed: 4,
};

/** The last step of the way that an order has taken; undefined where it took another one. */
export const reached = (status: OrderStatus): number | undefined => REACHED[status];
