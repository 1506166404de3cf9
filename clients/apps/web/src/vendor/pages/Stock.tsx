import { Button, Empty, TextField, Trouble, useToast } from '@bdcommerce/ui';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../parts/Confirm.tsx';
import { FileButtons } from '../parts/FileButtons.tsx';
import { Go, useAddress } from '../parts/Go.tsx';
import { wholeOf } from '../parts/numbers.ts';
import { Badge, Chips, MoreOf, Page, RowBones } from '../parts/Page.tsx';
import { exported, type Offer, offerNames, setLowAt, stock, type Stock } from '../queries/catalog.ts';
import { MovementsSheet } from '../stock/MovementsSheet.tsx';
import { StockSheet } from '../stock/StockSheet.tsx';
import { useSpeech } from '../speech.ts';

function LowSheet({ of, title, onClose }: { of: Stock; title: string; onClose: () => void }) {
  const { t, digits } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  const [typed, setTyped] = useState(() => digits(of.low_at));
  const [tried, setTried] = useState(false);
  const units = wholeOf(typed);
  const ok = typed.trim() === '' || units !== undefined;
  const doing = useMutation({
    mutationFn: () => setLowAt(of.offer_id, units ?? null),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['stock'] });
      say(t('stock.done'));
      onClose();
    },
  });
  const act = () => {
    setTried(true);
    if (ok) doing.mutate();
  };
  return (
    <Confirm
      title={t('stock.lowOf', { title })}
      act={t('save')}
      busy={doing.isPending}
      error={doing.error}
      onAct={act}
      onClose={onClose}
    >
      <TextField
        label={t('stock.lowAt')}
        hint={t('stock.lowHint')}
        wrong={tried && !ok ? t('stock.unitsWrong') : undefined}
        inputMode="numeric"
        value={typed}
        onChange={setTyped}
      />
    </Confirm>
  );
}

type Open = 'stock' | 'low' | 'moves' | undefined;

function Row({ of, offer }: { of: Stock; offer: Offer | undefined }) {
  const { t, local, number } = useSpeech();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const title = offer ? local(offer.title) : t('stock.unknown');
  return (
    <li className="grid gap-x-6 gap-y-2 border-b border-line py-3 last:border-0 md:grid-cols-[1fr_auto_auto] md:items-center">
      <div className="min-w-0">
        {offer ? (
          <Go to={`/products/${offer.product_id}`} className="font-medium hover:underline">
            {title}
          </Go>
        ) : (
          <span className="font-medium">{title}</span>
        )}
        <span className="flex flex-wrap items-center gap-x-3 text-note text-soft">
          {offer?.sku}
          {of.low ? <Badge tone="deal">{t('stock.low')}</Badge> : null}
        </span>
      </div>
      <p className="md:text-right">
        <span className="text-lead font-semibold">{t('stock.available', { count: number(of.available) })}</span>
        <span className="block text-note text-soft">
          {t('stock.split', { hand: number(of.on_hand), held: number(of.held) })}
          {of.blocked > 0 ? ` · ${t('stock.blocked', { count: number(of.blocked) })}` : null}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button look="quiet" small onClick={() => setOpen('stock')}>
          {t('stock.change')}
        </Button>
        <Button look="quiet" small onClick={() => setOpen('low')}>
          {t('stock.warn')}
        </Button>
        <Button look="bare" small className="mx-0" onClick={() => setOpen('moves')}>
          {t('stock.moves')}
        </Button>
      </div>
      {open === 'stock' ? <StockSheet offerId={of.offer_id} title={title} onClose={close} /> : null}
      {open === 'low' ? <LowSheet of={of} title={title} onClose={close} /> : null}
      {open === 'moves' ? <MovementsSheet offerId={of.offer_id} title={title} onClose={close} /> : null}
    </li>
  );
}

function List({ low }: { low: boolean }) {
  const { t } = useSpeech();
  const found = useInfiniteQuery(stock(low));
  const names = useQuery(offerNames);
  if (found.isError && !found.data) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data || names.isPending) return <RowBones />;
  const rows = found.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <Empty title={t(low ? 'stock.noneLow' : 'stock.none')} text={t(low ? 'stock.noneLowText' : 'stock.noneText')}>
        <Go to={low ? '/stock' : '/products'} className="button button-quiet">
          {t(low ? 'stock.all' : 'section.products')}
        </Go>
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      <ul className="panel py-1">
        {rows.map((of) => (
          <Row key={of.offer_id} of={of} offer={names.data?.get(of.offer_id)} />
        ))}
      </ul>
      <MoreOf of={found} />
    </div>
  );
}

export default function StockPage() {
  const { t } = useSpeech();
  const [address, change] = useAddress();
  const show = address['show'] === 'low' ? 'low' : 'all';
  const tools = <FileButtons formats={['csv', 'xlsx']} name="stock" ask={(format) => exported('stock', format)} />;
  return (
    <Page title={t('section.stock')} tools={tools}>
      <Chips
        label={t('stock.show')}
        value={show}
        choices={[
          { value: 'all', label: t('stock.all') },
          { value: 'low', label: t('stock.low') },
        ]}
        onChange={(wanted) => change({ show: wanted })}
      />
      <List low={show === 'low'} />
    </Page>
  );
}
