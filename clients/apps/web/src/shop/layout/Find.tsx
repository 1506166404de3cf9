import { SearchIcon } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useDeferredValue, useId, useRef, useState } from 'react';
import type { Schemas } from '@bdcommerce/api-client';
import { categoryById } from '../parts/categories.ts';
import { categories, suggestions } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

type Suggestion = Schemas['SuggestionView'];

/** Where a suggestion leads. */
const useGo = () => {
  const navigate = useNavigate();
  const tree = useQuery({ ...categories, enabled: false });
  const { local } = useSpeech();
  return (wanted: Suggestion | string) => {
    if (typeof wanted === 'string') return void navigate({ to: '/search', search: { q: wanted } });
    const slug = wanted.kind === 'category' ? categoryById(tree.data ?? [], wanted.target)?.slug : undefined;
    if (slug) return void navigate({ to: '/c/$slug', params: { slug } });
    if (wanted.kind === 'product') return void navigate({ to: '/p/$slug', params: { slug: wanted.target } });
    if (wanted.kind === 'brand') return void navigate({ to: '/all', search: { brand: wanted.target } });
    return void navigate({ to: '/search', search: { q: local(wanted.text) } });
  };
};

/** Up and down through what is suggested, and back into the field: -1. */
const moved = (at: number, key: string, count: number): number => {
  const places = count + 1;
  const step = key === 'ArrowDown' ? 1 : -1;
  return ((at + 1 + step + places) % places) - 1;
};

interface Typing {
  text: string;
  open: boolean;
  at: number;
}

const useTyping = (q: string) => {
  const [typing, setTyping] = useState<Typing>({ text: q, open: false, at: -1 });
  const asked = useDeferredValue(typing.text.trim());
  const found = useQuery({ ...suggestions(asked), enabled: typing.open && asked !== '' });
  const shown = typing.open && typing.text.trim() ? (found.data ?? []) : [];
  const change = (next: Partial<Typing>) => setTyping((before) => ({ ...before, ...next }));
  return { ...typing, shown, change };
};

interface ListProps {
  id: string;
  shown: readonly Suggestion[];
  at: number;
  onChoose: (chosen: Suggestion) => void;
}

function Suggestions({ id, shown, at, onChoose }: ListProps) {
  const { t, local } = useSpeech();
  if (shown.length === 0) return null;
  return (
    <ul id={id} role="listbox" aria-label={t('list.suggestions')} className="listbox">
      {shown.map((each, n) => (
        <li
          key={`${each.kind}${each.target}${local(each.text)}`}
          id={`${id}-${String(n)}`}
          role="option"
          aria-selected={n === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(each)}
        >
          <span>{local(each.text)}</span>
          <span className="note">{t(`list.kinds.${each.kind}`)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The search field with what could be meant: a combobox, in any of the scripts people write. */
function Field({ q }: { q: string }) {
  const { t, local } = useSpeech();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { text, open, at, shown, change } = useTyping(q);
  const go = useGo();
  const leave = (wanted: Suggestion | string) => {
    field.current?.blur();
    const kept = typeof wanted === 'string' ? wanted : wanted.kind === 'query' ? local(wanted.text) : '';
    change({ open: false, at: -1, text: kept });
    go(wanted);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = shown[at] ?? text.trim();
    if (wanted) leave(wanted);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') change({ open: false });
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    change({ open: true, at: moved(at, event.key, shown.length) });
  };
  return (
    <div className="frame-find">
      <form role="search" onSubmit={submit}>
        <input
          ref={field}
          type="search"
          name="q"
          value={text}
          autoComplete="off"
          enterKeyHint="search"
          maxLength={120}
          placeholder={t('site.findHint')}
          aria-label={t('site.find')}
          role="combobox"
          aria-expanded={open && shown.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={shown[at] ? `${id}-${String(at)}` : undefined}
          onChange={(event) => change({ text: event.target.value, open: true, at: -1 })}
          onFocus={() => change({ open: text !== q })}
          onBlur={() => change({ open: false })}
          onKeyDown={press}
        />
        <button type="submit" aria-label={t('site.find')}>
          <SearchIcon />
        </button>
      </form>
      <Suggestions id={id} shown={shown} at={at} onChoose={leave} />
    </div>
  );
}

export function Find() {
  const q = useSearch({ strict: false }).q ?? '';
  return <Field key={q} q={q} />;
}
