/** What this device remembers without an account: its cart, and the orders that came of it. */

export interface KeptCart {
  id: string;
  /** Shows that the cart is ours; empty for one of a member. */
  guestToken: string;
}

export interface KeptOrder {
  id: string;
  number: string;
  guestToken: string;
  at: string;
}

const CART = 'bdc.cart';
const ORDERS = 'bdc.orders';
const MOST = 30;

const read = <T>(key: string): T | null => {
  const text = localStorage.getItem(key);
  return text ? (JSON.parse(text) as T) : null;
};

export const keptCart = (): KeptCart | null => read<KeptCart>(CART);

export const keepCart = (cart: KeptCart | null): void => {
  if (cart) localStorage.setItem(CART, JSON.stringify(cart));
  else localStorage.removeItem(CART);
};

export const keptOrders = (): KeptOrder[] => read<KeptOrder[]>(ORDERS) ?? [];

export const keepOrder = (order: KeptOrder): void => {
  const others = keptOrders().filter((kept) => kept.id !== order.id);
  localStorage.setItem(ORDERS, JSON.stringify([order, ...others].slice(0, MOST)));
};

/** What shows that an order is ours, if it was made here without an account. */
export const guestTokenOf = (orderId: string): string =>
  keptOrders().find((kept) => kept.id === orderId)?.guestToken ?? '';
