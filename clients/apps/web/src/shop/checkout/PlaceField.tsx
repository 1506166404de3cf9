import { Field } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { places } from '../queries/checkout.ts';
import { usePurchaseSpeech } from '../speech.ts';
import { type Draft, placeOf } from './form.ts';

interface Props {
  place: Draft['place'];
  wrong: string | undefined;
  onChoose: (place: Draft['place']) => void;
}

/** The thana, upazila or union somebody lives in, found by name in either script. */
export function PlaceField({ place, wrong, onChoose }: Props) {
  const { t, local } = usePurchaseSpeech();
  const list = useId();
  const [text, setText] = useState(place?.label ?? '');
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const found = useQuery(places(useDeferredValue(open ? text : '')));
  const shown = open
    ? (found.data?.items ?? []).flatMap((each) => {
        const chosen = placeOf(each, local(each.label));
        return chosen ? [{ id: `${each.kind}${each.id}`, chosen }] : [];
      })
    : [];
  const choose = (chosen: Draft['place']) => {
    setText(chosen?.label ?? '');
    setOpen(false);
    onChoose(chosen);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((before) => Math.max(0, Math.min(shown.length - 1, before + step)));
    const wanted = shown[at];
    if (event.key === 'Enter' && wanted) choose(wanted.chosen);
    if (event.key === 'Escape') setOpen(false);
    if (step ?? (event.key === 'Enter' && wanted)) event.preventDefault();
  };
  const none = open && text.trim().length > 1 && found.isSuccess && !found.isPlaceholderData && shown.length === 0;
  return (
    <Field label={t('checkout.place')} hint={none ? t('checkout.placeNone') : t('checkout.placeHint')} wrong={wrong}>
      {(named) => (
        <div className="relative">
          <input
            {...named}
            className="input"
            role="combobox"
            autoComplete="off"
            aria-autocomplete="list"
            aria-expanded={shown.length > 0}
            aria-controls={list}
            aria-activedescendant={shown[at] ? `${list}-${String(at)}` : undefined}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
              setOpen(true);
              if (place) onChoose(null);
            }}
            onBlur={() => setOpen(false)}
            onKeyDown={press}
          />
          {shown.length > 0 ? (
            <ul id={list} role="listbox" aria-label={t('checkout.place')} className="listbox">
              {shown.map(({ id, chosen }, n) => (
                <li
                  key={id}
                  id={`${list}-${String(n)}`}
                  role="option"
                  aria-selected={n === at}
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(chosen)}
                >
                  {chosen.label}
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      )}
    </Field>
  );
}
