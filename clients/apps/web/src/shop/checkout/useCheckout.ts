import { ApiProblem, type Schemas } from '@bdcommerce/api-client';
import { phone as phoneOf } from '@bdcommerce/i18n';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useRef, useState } from 'react';
import { session, useUser } from '../api.ts';
import { keepCart, keepOrder, keptCart } from '../cart/kept.ts';
import { bringCartAlong, useCart } from '../queries/cart.ts';
import {
  addresses,
  type Method,
  placeOrder,
  type Provider,
  quote,
  type verifyCode,
  type Where,
} from '../queries/checkout.ts';
import { addressOf, type Draft, keepDraft, keptDraft, type Wrong, wrongIn } from './form.ts';
import { OTHER } from './WhereForm.tsx';

interface Proof {
  phone: string;
  token: string;
}

type Money = Schemas['Money'];

/** Where it goes: what is typed, what was saved, and what of it is not right. */
const useWhere = () => {
  const user = useUser();
  const saved = useQuery({ ...addresses, enabled: Boolean(user) }).data?.items ?? [];
  const [draft, setDraft] = useState<Draft>(keptDraft);
  const [chosen, choose] = useState('');
  const [asked, setAsked] = useState(false);
  const usual = saved.find((each) => each.is_default) ?? saved[0];
  const id = chosen || (usual?.id ?? OTHER);
  const address = addressOf(draft);
  const where: Where | null = id === OTHER ? (address ? { address } : null) : { address_id: id };
  const wrong: Wrong = asked && id === OTHER ? wrongIn(draft) : {};
  const change = (next: Draft) => {
    keepDraft(next);
    setDraft(next);
  };
  return { user, saved, draft, id, where, wrong, change, choose, complain: () => setAsked(true) };
};

const advanceIn = (error: unknown): Money | null =>
  error instanceof ApiProblem && error.code === 'advance_needed'
    ? ((error.data['advance'] ?? null) as Money | null)
    : null;

/** Everything between the bag and the order. */
export const useCheckout = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const cart = useCart();
  const place = useWhere();
  const [method, setMethod] = useState<Method>('cod');
  const [advanceBy, setAdvanceBy] = useState<Provider | ''>('');
  const [proof, setProof] = useState<Proof | null>(null);
  const [drift, setDrift] = useState<{ was: Money; now: Money } | null>(null);
  const keys = useRef(new Map<string, string>());
  const lines = JSON.stringify([cart.data?.lines, cart.data?.coupon_code]);
  const asked = useDeferredValue(place.where);
  const priced = useQuery(quote(cart.data?.id ?? '', lines, asked, method));
  const phone = phoneOf(place.draft.phone);
  const proven = Boolean(place.user) || (proof !== null && proof.phone === phone);

  const order = useMutation({
    mutationFn: (quoted: Schemas['Quote']) => {
      const body: Schemas['StartCheckout'] = {
        cart_id: cart.data?.id ?? '',
        ...place.where,
        payment_method: method,
        expected_total: quoted.total,
        channel: 'web',
        ...(proof && !place.user ? { phone_proof: proof.token } : {}),
        ...(advanceBy ? { advance_method: advanceBy } : {}),
        ...(place.draft.note.trim() ? { delivery_note: place.draft.note.trim() } : {}),
      };
      const said = JSON.stringify(body);
      const key = keys.current.get(said) ?? crypto.randomUUID();
      keys.current.set(said, key);
      return placeOrder(body, key);
    },
    onSuccess: (placed) => {
      const { id, number, placed_at } = placed.order;
      const guestToken = placed.guest_token ?? keptCart()?.guestToken ?? '';
      keepOrder({ id, number, guestToken: place.user ? '' : guestToken, at: placed_at });
      keepCart(null);
      queries.setQueryData(['cart'], null);
      const there = placed.payment.next_action?.redirect_url;
      if (there) location.assign(there);
      else void navigate({ to: '/orders/$id', params: { id }, search: { new: true }, replace: true });
    },
    onError: (error, quoted) => {
      if (!(error instanceof ApiProblem) || error.code !== 'cart_changed') return;
      const now = error.data['total'] as Money | undefined;
      if (now) setDrift({ was: quoted.total, now });
      void queries.invalidateQueries({ queryKey: ['quote'] });
      void queries.invalidateQueries({ queryKey: ['cart'] });
    },
  });

  const verified = (found: Awaited<ReturnType<typeof verifyCode>>) => {
    if ('phone_proof' in found) return setProof({ phone, token: found.phone_proof });
    session.begin(found);
    void bringCartAlong(queries);
  };

  const submit = () => {
    place.complain();
    setDrift(null);
    if (place.where && proven && priced.data && !priced.isPlaceholderData) order.mutate(priced.data);
  };

  return {
    cart, place, method, setMethod, advanceBy, setAdvanceBy, proven, proof, drift, priced, order, verified, submit,
    advance: priced.data?.advance ?? advanceIn(order.error),
  }; // prettier-ignore
};
