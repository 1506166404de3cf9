import { Button, Notice, useProblemText } from '@bdcommerce/ui';
import { useState } from 'react';
import { labels, type Shipment } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { Bulk } from './Bulk.tsx';
import { useChosen } from './chosen.ts';
import { useFile } from './files.ts';
import { Go } from './Go.tsx';

type Paper = 'a6' | 'a4';
const PAPERS: readonly Paper[] = ['a6', 'a4'];

function PaperChoice({ paper, onChange }: { paper: Paper; onChange: (paper: Paper) => void }) {
  const { t } = useSpeech();
  return (
    <div role="group" aria-label={t('labels.paper')} className="flex gap-1">
      {PAPERS.map((each) => (
        <button key={each} type="button" className="chip" aria-pressed={each === paper} onClick={() => onChange(each)}>
          {t(`labels.${each}`)}
        </button>
      ))}
    </div>
  );
}

/** Parcels that a courier comes for: their labels, all in one document. */
export function Labels({ parcels }: { parcels: readonly Shipment[] }) {
  const { t, money, digits } = useSpeech();
  const problem = useProblemText();
  const [paper, setPaper] = useState<Paper>('a6');
  const chosen = useChosen(parcels.map((parcel) => parcel.shipment_id));
  const file = useFile();
  const print = () => file.mutate({ ask: () => labels([...chosen.ids], paper), name: `labels-${paper}.pdf` });
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-note text-soft">{t('today.hint.labels')}</p>
      {file.isError ? <Notice kind="danger">{problem(file.error)}</Notice> : null}
      <ul className="order-1 panel py-1 lg:order-2">
        {parcels.map((parcel) => (
          <li key={parcel.shipment_id} className="flex items-center gap-3 border-b border-line py-3 last:border-0">
            <label className="grid min-h-target min-w-8 flex-none place-items-center">
              <input
                type="checkbox"
                className="size-5"
                checked={chosen.has(parcel.shipment_id)}
                aria-label={t('bulk.choose', { number: parcel.number })}
                onChange={() => chosen.turn(parcel.shipment_id)}
              />
            </label>
            <Go to={`/orders/${parcel.vendor_order_id}`} className="min-w-0 flex-1 hover:underline">
              <span className="font-semibold">{digits(parcel.number)}</span>
              <span className="block text-soft">{parcel.tracking_no}</span>
            </Go>
            <span className="text-right text-note text-soft">
              {parcel.cod.amount > 0 ? t('labels.cod', { amount: money(parcel.cod) }) : t('labels.paid')}
            </span>
          </li>
        ))}
      </ul>
      <div className="contents lg:[&>*]:order-1 max-lg:[&>*]:order-2">
        <Bulk chosen={chosen}>
          <PaperChoice paper={paper} onChange={setPaper} />
          <Button small busy={file.isPending} disabled={chosen.ids.length === 0} onClick={print}>
            {t('labels.print')}
          </Button>
        </Bulk>
      </div>
    </div>
  );
}
