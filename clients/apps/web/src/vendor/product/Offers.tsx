import { Bone, Button, Notice, TextField, Trouble, useProblemText, useToast } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { poishaOf, takaOf } from '../parts/numbers.ts';
import { Badge } from '../parts/Page.tsx';
import { changeOffer, type Offer, type OfferChange, offersOf } from '../queries/catalog.ts';
import { StockSheet } from '../stock/StockSheet.tsx';
import { useSpeech } from '../speech.ts';

const REASONS = ['inactive', 'expired', 'unpublished', 'prohibited', 'vendor_suspended'] as const;

function Sellable({ offer }: { offer: Offer }) {
  const { t } = useSpeech();
  if (offer.sellable) {
    const left = offer.available > 0;
    return <Badge tone={left ? 'good' : 'danger'}>{left ? t('offers.sold') : t('soldOut')}</Badge>;
  }
  const known = REASONS.find((each) => each === offer.reason);
  return <Badge tone="deal">{known ? t(`offers.not.${known}`) : t('offers.notSold')}</Badge>;
}

const useChange = (offer: Offer) => {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  return useMutation({
    mutationFn: (change: OfferChange) => changeOffer(offer, change),
    onSuccess: () => say(t('offers.done')),
    onSettled: () => {
      for (const key of ['offers', 'checklist', 'stock']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
};

function PriceForm({ offer, change }: { offer: Offer; change: ReturnType<typeof useChange> }) {
  const { t, digits } = useSpeech();
  const [typed, setTyped] = useState(() => digits(takaOf(offer.price.amount)));
  const [tried, setTried] = useState(false);
  const amount = poishaOf(typed);
  const wrong = tried && !amount;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (amount) change.mutate({ price: { amount } });
  };
  return (
    <form className="flex items-end gap-2" onSubmit={submit}>
      <TextField
        label={t('offers.price')}
        wrong={wrong ? t('offers.priceWrong') : undefined}
        inputMode="decimal"
        className="max-w-36"
        value={typed}
        onChange={setTyped}
      />
      {amount !== offer.price.amount ? (
        <Button type="submit" small busy={change.isPending}>
          {t('save')}
        </Button>
      ) : null}
    </form>
  );
}

function Row({ offer }: { offer: Offer }) {
  const { t, number } = useSpeech();
  const problem = useProblemText();
  const change = useChange(offer);
  const [counting, count] = useState(false);
  return (
    <li className="grid gap-3 border-b border-line py-4 last:border-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="font-medium">{offer.sku}</span>
        <Sellable offer={offer} />
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <PriceForm key={`${String(offer.version)}`} offer={offer} change={change} />
        <div>
          <p className="font-medium">{t('offers.available')}</p>
          <p className="flex min-h-12 items-center gap-3">
            <span className="text-lead">{number(offer.available)}</span>
            <Button look="quiet" small onClick={() => count(true)}>
              {t('stock.change')}
            </Button>
          </p>
        </div>
        <label className="flex min-h-12 items-center gap-3">
          <input
            type="checkbox"
            role="switch"
            className="size-5"
            checked={offer.active}
            disabled={change.isPending}
            onChange={(event) => change.mutate({ active: event.target.checked })}
          />
          {t('offers.active')}
        </label>
      </div>
      {change.isError ? <Notice kind="danger">{problem(change.error)}</Notice> : null}
      {counting ? <StockSheet offerId={offer.id} title={offer.sku} onClose={() => count(false)} /> : null}
    </li>
  );
}

/** What the variants cost and how many are left; changed where it stands. */
export function Offers({ productId }: { productId: string }) {
  const { t } = useSpeech();
  const found = useQuery(offersOf(productId));
  const rows = found.data?.items ?? [];
  return (
    <section className="panel" aria-labelledby="offers">
      <h2 id="offers" className="text-lead">
        {t('offers.title')}
      </h2>
      {found.isPending ? <Bone className="mt-3 h-28 rounded-medium" /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.data && rows.length === 0 ? <p className="py-3 text-soft">{t('offers.none')}</p> : null}
      <ul>
        {rows.map((offer) => (
          <Row key={offer.id} offer={offer} />
        ))}
      </ul>
    </section>
  );
}
