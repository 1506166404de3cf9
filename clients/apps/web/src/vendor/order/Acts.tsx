import { Button, Notice, TextField, useProblemText, useToast } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { lookAgain, useAct } from '../parts/acts.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { useFile } from '../parts/files.ts';
import { gramsOf } from '../parts/numbers.ts';
import { actOf, mayCancel } from '../parts/work.ts';
import { handOver, labels, type OrderDetail, packingSlip, parcelOf } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { CancelSheet } from './CancelSheet.tsx';

function HandOverSheet({ of, onClose }: { of: OrderDetail; onClose: () => void }) {
  const { t, number } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const grams = gramsOf(typed);
  const doing = useMutation({
    mutationFn: () => handOver(of.id, grams ?? null),
    onSuccess: (after) => {
      queries.setQueryData(['order', of.id], after);
      lookAgain(queries);
      say(t('today.done.handOver', { count: 1 }));
      onClose();
    },
  });
  const act = () => (grams === undefined ? setWrong(true) : doing.mutate());
  return (
    <Confirm
      title={t('handOver.title')}
      text={t('handOver.text')}
      act={t('act.handOver')}
      busy={doing.isPending}
      error={doing.error}
      onAct={act}
      onClose={onClose}
    >
      <TextField
        label={t('handOver.weight')}
        hint={t('handOver.weightHint', { grams: number(of.weight_grams) })}
        wrong={wrong && grams === undefined ? t('handOver.weightWrong') : undefined}
        optional
        inputMode="numeric"
        value={typed}
        onChange={setTyped}
      />
    </Confirm>
  );
}

function Next({ of }: { of: OrderDetail }) {
  const { t } = useSpeech();
  const problem = useProblemText();
  const [asking, ask] = useState(false);
  const act = actOf(of.status);
  const doing = useAct(act ?? 'accept');
  const failed = doing.data?.failed[0];
  if (!act) return null;
  return (
    <>
      <Button
        busy={doing.isPending}
        className="max-sm:w-full"
        onClick={() => (act === 'handOver' ? ask(true) : doing.mutate([of.id]))}
      >
        {t(`act.${act}`)}
      </Button>
      {asking ? <HandOverSheet of={of} onClose={() => ask(false)} /> : null}
      {failed ? <Notice kind="danger">{problem(failed.error)}</Notice> : null}
    </>
  );
}

const SLIP = new Set<OrderDetail['status']>(['accepted', 'packed', 'ready_to_ship']);

function Papers({ of }: { of: OrderDetail }) {
  const { t } = useSpeech();
  const problem = useProblemText();
  const say = useToast();
  const file = useFile();
  const parcel = useQuery(parcelOf(of));
  const shipment = parcel.data?.status === 'booked' ? parcel.data.shipment_id : undefined;
  const get = (ask: Parameters<typeof file.mutate>[0]) => file.mutate(ask, { onError: (error) => say(problem(error)) });
  return (
    <>
      {shipment ? (
        <Button
          look="quiet"
          busy={file.isPending}
          onClick={() => get({ ask: () => labels([shipment], 'a6'), name: `label-${of.number}.pdf` })}
        >
          {t('order.label')}
        </Button>
      ) : null}
      {SLIP.has(of.status) ? (
        <Button
          look="quiet"
          busy={file.isPending}
          onClick={() => get({ ask: () => packingSlip(of.id), name: `packing-slip-${of.number}.pdf` })}
        >
          {t('order.slip')}
        </Button>
      ) : null}
    </>
  );
}

/** What can be done with the order now: the next step first, giving up last. */
export function Acts({ of }: { of: OrderDetail }) {
  const { t } = useSpeech();
  const [cancelling, cancel] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-3 empty:hidden">
      <Next of={of} />
      <Papers of={of} />
      {mayCancel(of.status) ? (
        <Button look="bare" className="mx-0 text-danger" onClick={() => cancel(true)}>
          {t('order.cancel')}
        </Button>
      ) : null}
      {cancelling ? <CancelSheet of={of} onClose={() => cancel(false)} /> : null}
    </div>
  );
}
