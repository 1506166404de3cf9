import { Choices, TextField } from '@bdcommerce/ui';
import type { Schemas } from '@bdcommerce/api-client';
import { usePurchaseSpeech } from '../speech.ts';
import type { Draft, Wrong } from './form.ts';
import { PlaceField } from './PlaceField.tsx';

export const OTHER = 'other';

interface Props {
  draft: Draft;
  wrong: Wrong;
  saved: readonly Schemas['AddressView'][];
  /** Id of a saved address, or OTHER. */
  chosen: string;
  onChoose: (id: string) => void;
  onChange: (draft: Draft) => void;
}

/** Where it goes: an address one has saved, or another. */
export function WhereForm({ draft, wrong, saved, chosen, onChoose, onChange }: Props) {
  const { t, local } = usePurchaseSpeech();
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const said = (field: keyof Wrong) => {
    const key = wrong[field];
    return key ? t(`checkout.${key}`) : undefined;
  };
  const choices = saved.map((each) => ({
    value: each.id,
    label: [each.recipient_name, each.line1].filter(Boolean).join(', '),
    note: [each.upazila, each.district].flatMap((area) => (area ? [local(area.name)] : [])).join(', '),
  }));
  return (
    <div className="grid gap-5">
      {saved.length > 0 ? (
        <Choices
          legend={t('checkout.saved')}
          hideLegend
          name="address"
          value={chosen}
          choices={[...choices, { value: OTHER, label: t('checkout.another') }]}
          onChange={onChoose}
        />
      ) : null}
      {chosen === OTHER ? (
        <>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              label={t('checkout.name')}
              wrong={said('name')}
              autoComplete="name"
              maxLength={120}
              value={draft.name}
              onChange={(name) => set({ name })}
            />
            <TextField
              label={t('checkout.phone')}
              hint={t('checkout.phoneHint')}
              wrong={said('phone')}
              type="tel"
              inputMode="tel"
              autoComplete="tel"
              value={draft.phone}
              onChange={(phone) => set({ phone })}
            />
          </div>
          <PlaceField place={draft.place} wrong={said('place')} onChoose={(place) => set({ place })} />
          <TextField
            label={t('checkout.line')}
            wrong={said('line1')}
            autoComplete="street-address"
            maxLength={200}
            value={draft.line1}
            onChange={(line1) => set({ line1 })}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              label={t('checkout.landmark')}
              optional
              hint={t('checkout.landmarkHint')}
              maxLength={120}
              value={draft.landmark}
              onChange={(landmark) => set({ landmark })}
            />
            <TextField
              label={t('checkout.note')}
              optional
              maxLength={200}
              value={draft.note}
              onChange={(note) => set({ note })}
            />
          </div>
        </>
      ) : null}
    </div>
  );
}
