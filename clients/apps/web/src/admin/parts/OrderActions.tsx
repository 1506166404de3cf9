import { useMay } from '../access.tsx';
import * as api from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { Act } from './Act.tsx';
import { useWord } from './words.tsx';

export const CANCEL_CODES: readonly api.CancelCode[] = [
  'customer_asked',
  'customer_unreachable',
  'duplicate',
  'wrong_address',
  'out_of_stock',
  'wrong_price',
  'cannot_deliver_there',
  'suspected_fraud',
  'changed_mind',
  'other',
];
const BEFORE_THE_COURIER = [
  'placed',
  'awaiting_payment',
  'awaiting_confirmation',
  'confirmed',
  'accepted',
  'packed',
  'ready_to_ship',
];

/** Whether an order, or a vendor's part of it, can still be cancelled. */
export const cancellable = (status: string): boolean => BEFORE_THE_COURIER.includes(status);

/** What a reason for cancelling is asked as. */
export const useCancelAsks = () => {
  const { t } = useSpeech();
  const word = useWord();
  return [
    {
      name: 'code',
      label: t('f.reason'),
      kind: 'select',
      options: CANCEL_CODES.map((value) => ({ value, label: word(value) })),
    },
    { name: 'reason', label: t('f.note'), kind: 'area', optional: true },
  ] as const;
};

function ChangeNote({ of }: { of: api.Order }) {
  const { t } = useSpeech();
  const { recipient } = of.order;
  return (
    <Act
      label={t('orders.contact')}
      text={t('orders.contactText')}
      asks={[
        { name: 'name', label: t('orders.name'), start: recipient.name },
        {
          name: 'delivery_note',
          label: t('orders.deliveryNote'),
          kind: 'area',
          optional: true,
          start: recipient.delivery_note,
        },
        { name: 'reason', label: t('f.reason'), kind: 'area' },
      ]}
      run={(v) =>
        api.edit(of.order.id, {
          name: v['name'] ?? null,
          delivery_note: v['delivery_note'] ?? null,
          reason: v['reason'] ?? '',
        })
      }
    />
  );
}

/** What staff may do with a whole order now. */
export function OrderActions({ of }: { of: api.Order }) {
  const { t } = useSpeech();
  const may = useMay();
  const asks = useCancelAsks();
  const { id, status, edit } = of.order;
  const open = of.vendor_orders.some((each) => cancellable(each.status));
  return (
    <>
      {status === 'awaiting_confirmation' ? (
        <>
          <Act
            look="main"
            label={t('orders.confirm')}
            text={t('orders.confirmText')}
            asks={[{ name: 'note', label: t('orders.callNote'), kind: 'area' }]}
            run={(v) => api.confirmByCall(id, v['note'] ?? '')}
          />
          {may('risk.manage') ? (
            <Act
              label={t('orders.takeRisk')}
              text={t('orders.takeRiskText')}
              asks={[{ name: 'reason', label: t('f.reason'), kind: 'area' }]}
              run={(v) => api.takeRisk(id, v['reason'] ?? '')}
            />
          ) : null}
        </>
      ) : null}
      {edit ? (
        <Act label={t('orders.withdraw')} text={t('orders.withdrawText')} run={() => api.withdrawEdit(id, edit.id)} />
      ) : null}
      {open && !edit ? <ChangeNote of={of} /> : null}
      {open ? (
        <Act
          look="danger"
          label={t('orders.cancel')}
          text={t('orders.cancelText')}
          asks={asks}
          run={(v) => api.cancel(id, { code: v['code'] as api.CancelCode, reason: v['reason'] ?? '' })}
        />
      ) : null}
    </>
  );
}
