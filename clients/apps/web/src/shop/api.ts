import { connect } from '@bdcommerce/api-client';
import { useSyncExternalStore } from 'react';
import { language } from '../boot/language.ts';
import { keptCart } from './cart/kept.ts';

export const { client, session } = connect({
  audience: 'shop',
  language: language(),
  guestToken: () => keptCart()?.guestToken ?? '',
});

/** Who is signed in here, and null for nobody. */
export const useUser = () => {
  const text = useSyncExternalStore(
    (hear) => session.listen(hear),
    () => JSON.stringify(session.user),
  );
  return JSON.parse(text) as typeof session.user;
};
