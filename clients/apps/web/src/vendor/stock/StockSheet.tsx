import { Choices, TextField, useToast } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../parts/Confirm.tsx';
import { wholeOf } from '../parts/numbers.ts';
import { countStock, receiveStock, warehouses } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

interface Props {
  offerId: string;
  title: string;
  onClose: () => void;
}

type How = 'receive' | 'count';
const LEAST_REASON = 3;
/** After so many ms what is left of an offer is known to the catalogue too. */
const HEARD_MS = 2000;

const useStockForm = ({ offerId, onClose }: Props) => {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  const places = useQuery(warehouses);
  const open = (places.data?.items ?? []).filter((each) => each.open);
  const [how, setHow] = useState<How>('receive');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [place, setPlace] = useState('');
  const [tried, setTried] = useState(false);
  const units = wholeOf(typed);
  const unitsOk = units !== undefined && (how === 'count' || units > 0);
  const reasonOk = reason.trim().length >= LEAST_REASON;
  const warehouseId = place || (open.length === 1 ? (open[0]?.id ?? '') : '');
  const doing = useMutation({
    mutationFn: () => {
      const given = { offerId, units: units ?? 0, reason: reason.trim(), warehouseId };
      return (how === 'count' ? countStock : receiveStock)(given);
    },
    onSuccess: () => {
      for (const key of ['stock', 'offers', 'movements', 'checklist'])
        void queries.invalidateQueries({ queryKey: [key] });
      setTimeout(() => void queries.invalidateQueries({ queryKey: ['offers'] }), HEARD_MS);
      say(t('stock.done'));
      onClose();
    },
  });
  const act = () => {
    setTried(true);
    if (unitsOk && reasonOk) doing.mutate();
  };
  return {
    open,
    how,
    setHow,
    typed,
    setTyped,
    reason,
    setReason,
    place,
    setPlace,
    tried,
    unitsOk,
    reasonOk,
    doing,
    act,
  };
};

/** Goods came, or were counted: how many, where, and why it is otherwise than it was. */
export function StockSheet(props: Props) {
  const { t } = useSpeech();
  const form = useStockForm(props);
  return (
    <Confirm
      title={t('stock.of', { title: props.title })}
      act={t('save')}
      busy={form.doing.isPending}
      error={form.doing.error}
      onAct={form.act}
      onClose={props.onClose}
    >
      <Choices<How>
        legend={t('stock.what')}
        name="how"
        value={form.how}
        choices={(['receive', 'count'] as const).map((value) => ({
          value,
          label: t(`stock.how.${value}`),
          note: t(`stock.howNote.${value}`),
        }))}
        onChange={form.setHow}
      />
      {form.open.length > 1 ? (
        <Choices
          legend={t('stock.where')}
          name="place"
          value={form.place}
          choices={form.open.map((each) => ({ value: each.id, label: each.name }))}
          onChange={form.setPlace}
        />
      ) : null}
      <TextField
        label={t('stock.units')}
        wrong={form.tried && !form.unitsOk ? t('stock.unitsWrong') : undefined}
        inputMode="numeric"
        value={form.typed}
        onChange={form.setTyped}
      />
      <TextField
        label={t('stock.reason')}
        hint={t('stock.reasonHint')}
        wrong={form.tried && !form.reasonOk ? t('stock.reasonWrong') : undefined}
        maxLength={200}
        value={form.reason}
        onChange={form.setReason}
      />
    </Confirm>
  );
}
