import type { Schemas } from '@bdcommerce/api-client';
import { latin } from '@bdcommerce/i18n';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import * as api from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { Act, type Ask, type Values } from './Act.tsx';
import { cancellable, useCancelAsks } from './OrderActions.tsx';
import { Facts, Section } from './Screen.tsx';
import { Mark, useWord, Vendor, When } from './words.tsx';

type Part = Schemas['VendorOrderView'];
const RETURN_CODES: readonly api.ReturnCode[] = [
  ...(['damaged', 'defective', 'wrong_item', 'not_as_described', 'missing_parts'] as const),
  ...(['expired', 'counterfeit', 'size', 'changed_mind', 'other'] as const),
];

/** Quantities that were typed, by line: whole numbers only, nothing for none. */
export const quantities = (values: Values, ids: readonly string[]): { line_id: string; quantity: number }[] =>
  ids
    .map((line_id) => ({ line_id, quantity: Number(latin(values[line_id] ?? '')) }))
    .filter(({ quantity }) => Number.isInteger(quantity) && quantity > 0);

function Lines({ part }: { part: Part }) {
  const { t, local, money, digits } = useSpeech();
  return (
    <table className="desk-table">
      <thead>
        <tr>
          <th scope="col">{t('orders.product')}</th>
          <th scope="col" className="end">
            {t('amount')}
          </th>
          <th scope="col" className="end">
            {t('orders.price')}
          </th>
        </tr>
      </thead>
      <tbody>
        {part.lines.map((line) => (
          <tr key={line.id} className={line.cancelled ? 'text-soft line-through' : ''}>
            <td data-label={t('orders.product')}>
              <span>
                {local(line.title)}
                <span className="block text-note text-soft">{line.sku}</span>
              </span>
            </td>
            <td className="end" data-label={t('amount')}>
              {digits(line.quantity)}
            </td>
            <td className="end" data-label={t('orders.price')}>
              {money(line.unit_price)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where the money of a vendor's part stands, for those who keep the books. */
function Escrow({ part }: { part: Part }) {
  const { t, money } = useSpeech();
  const word = useWord();
  const may = useMay();
  const found = useQuery({ ...api.escrow(part.id), enabled: may('ledger.read') });
  const escrow = found.data;
  if (!escrow) return null;
  const reason = { name: 'reason', label: t('f.reason'), kind: 'area' } as const;
  return (
    <div className="grid gap-2 border-t border-line pt-3">
      <h3>{t('orders.escrow')}</h3>
      <Facts
        of={[
          [t('f.status'), word(`escrow_${escrow.status}`)],
          [t('orders.collected'), escrow.collected ? money(escrow.collected) : '–'],
          ...(escrow.status === 'open' && escrow.held_by.length
            ? ([[t('orders.heldBy'), escrow.held_by.map(word).join(', ')]] as const)
            : []),
          ...(escrow.frozen_because ? ([[t('orders.frozen'), escrow.frozen_because]] as const) : []),
        ]}
      />
      {may('refunds.manage') ? (
        <div className="flex flex-wrap gap-2">
          {escrow.frozen_because ? (
            <Act label={t('orders.thaw')} text={t('orders.thawText')} run={() => api.thaw(part.id)} />
          ) : escrow.status === 'open' ? (
            <Act
              label={t('orders.freeze')}
              text={t('orders.freezeText')}
              asks={[reason]}
              run={(v) => api.freeze(part.id, v['reason'] ?? '')}
            />
          ) : null}
          {escrow.held_by.includes('amount_differs') ? (
            <Act
              label={t('orders.settle')}
              text={t('orders.settleText')}
              asks={[reason]}
              run={(v) => api.settleDifference(part.id, v['reason'] ?? '')}
            />
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function PartActions({ of, part }: { of: api.Order; part: Part }) {
  const { t, local, digits } = useSpeech();
  const word = useWord();
  const asks = useCancelAsks();
  const lines = part.lines.filter((line) => !line.cancelled);
  const perLine = (optional: boolean): Ask[] =>
    lines.map((line) => ({
      name: line.id,
      label: local(line.title),
      hint: t('orders.of', { count: digits(line.quantity) }),
      optional,
    }));
  const codes = RETURN_CODES.map((value) => ({ value, label: word(value) }));
  return (
    <div className="flex flex-wrap gap-2">
      {of.vendor_orders.length > 1 && cancellable(part.status) ? (
        <Act
          look="danger"
          label={t('orders.cancelPart')}
          text={t('orders.cancelPartText')}
          asks={asks}
          run={(v) =>
            api.cancel(of.order.id, {
              vendor_order_id: part.id,
              code: v['code'] as api.CancelCode,
              reason: v['reason'] ?? '',
            })
          }
        />
      ) : null}
      {part.status === 'in_transit' || part.status === 'delivery_failed' ? (
        <Act
          label={t('orders.kept')}
          text={t('orders.keptText')}
          asks={[...perLine(false), { name: 'note', label: t('f.note'), optional: true }]}
          run={(v) =>
            api.kept(of.order.id, {
              vendor_order_id: part.id,
              lines: lines.map((line) => ({ line_id: line.id, kept: Number(latin(v[line.id] ?? '')) })),
              note: v['note'] ?? '',
            })
          }
        />
      ) : null}
      {part.status === 'delivered' || part.status === 'completed' ? (
        <Act
          label={t('orders.return')}
          text={t('orders.returnText')}
          asks={[
            ...perLine(true),
            { name: 'code', label: t('f.reason'), kind: 'select', options: codes },
            { name: 'reason', label: t('f.note'), kind: 'area', optional: true },
          ]}
          run={(v) =>
            api.askReturn(of.order.id, {
              vendor_order_id: part.id,
              code: v['code'] as api.ReturnCode,
              reason: v['reason'] ?? '',
              lines: quantities(
                v,
                lines.map((line) => line.id),
              ),
            })
          }
        />
      ) : null}
    </div>
  );
}

/** What one vendor has to deliver, its money, and what staff may do about it. */
export function Part({ of, part }: { of: api.Order; part: Part }) {
  const { t, local, money, digits } = useSpeech();
  const may = useMay();
  const name = of.order.vendor_orders.find((each) => each.id === part.id)?.vendor_name;
  const off = part.goods.amount + part.delivery.amount - part.total.amount;
  return (
    <Section title={local(name) || digits(part.number)} actions={<Mark value={part.status} />}>
      <p className="flex flex-wrap gap-x-4">
        <Vendor id={part.vendor_id} />
        <span className="text-soft">
          {t('orders.promised')} <When at={part.promised_by} />
        </span>
      </p>
      <Lines part={part} />
      <Facts
        of={[
          [t('orders.goods'), money(part.goods)],
          [t('orders.delivery'), money(part.delivery)],
          ...(off > 0 && part.total.amount > 0 ? ([[t('orders.off'), money(-off)]] as const) : []),
          [t('total'), <strong key="">{money(part.total)}</strong>],
          [t('vendors.commission'), `${money(part.commission)} + ${money(part.commission_vat)}`],
        ]}
      />
      {may('orders.manage') ? <PartActions of={of} part={part} /> : null}
      <Escrow part={part} />
    </Section>
  );
}
