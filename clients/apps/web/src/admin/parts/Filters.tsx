import { Button, CloseIcon, TextField } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useSpeech } from '../speech.ts';
import { type Search, useGo } from '../way.tsx';
import { dropView, filtersOf, sameView, saveView, viewsOf } from './views.ts';
import { useWord } from './words.tsx';

export interface Filter {
  name: string;
  label: string;
  /** One of these values of the API; without them it is typed. */
  options?: readonly string[];
  type?: 'text' | 'date';
}

interface Props {
  table: string;
  filters: readonly Filter[];
  search: Search;
  children: ReactNode;
}

function Typed({ filter, value, set }: { filter: Filter; value: string; set: (value: string) => void }) {
  const [text, setText] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(text.trim());
  };
  const date = filter.type === 'date';
  return (
    <form onSubmit={submit} role="search">
      <label className="desk-filter">
        <span>{filter.label}</span>
        <input
          type={date ? 'date' : 'search'}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            if (date || event.target.value === '') set(event.target.value);
          }}
          onBlur={() => text.trim() !== value && set(text.trim())}
        />
      </label>
    </form>
  );
}

function Chosen({ filter, value, set }: { filter: Filter; value: string; set: (value: string) => void }) {
  const { t } = useSpeech();
  const word = useWord();
  return (
    <label className="desk-filter">
      <span>{filter.label}</span>
      <select value={value} onChange={(event) => set(event.target.value)}>
        <option value="">{t('table.all')}</option>
        {filter.options?.map((each) => (
          <option key={each} value={each}>
            {word(each)}
          </option>
        ))}
      </select>
    </label>
  );
}

function NewView({ onSave, onClose }: { onSave: (name: string) => void; onClose: () => void }) {
  const { t } = useSpeech();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onSave(name.trim());
  };
  return (
    <Sheet title={t('table.saveView')} onClose={onClose}>
      <form className="grid gap-4" onSubmit={submit}>
        <TextField label={t('table.viewName')} value={name} maxLength={40} required onChange={setName} />
        <Button type="submit">{t('save')}</Button>
      </form>
    </Sheet>
  );
}

function Views({ table, now, tab }: { table: string; now: Search; tab: string }) {
  const { t } = useSpeech();
  const go = useGo();
  const [views, setViews] = useState(() => viewsOf(table));
  const [naming, setNaming] = useState(false);
  const known = views.some((view) => sameView(view.search, now));
  const forget = (name: string) => {
    dropView(table, name);
    setViews(viewsOf(table));
  };
  return (
    <>
      {views.map((view) => (
        <span key={view.name} className="chip" aria-current={sameView(view.search, now)}>
          <button
            type="button"
            className="min-h-11"
            onClick={() => void go({ to: '.', search: { ...view.search, tab } })}
          >
            {view.name}
          </button>
          <button
            type="button"
            className="min-h-11"
            aria-label={t('table.dropView', { name: view.name })}
            onClick={() => forget(view.name)}
          >
            <CloseIcon size={14} />
          </button>
        </span>
      ))}
      {Object.keys(now).length > 0 && !known ? (
        <Button small look="bare" className="mx-0" onClick={() => setNaming(true)}>
          {t('table.saveView')}
        </Button>
      ) : null}
      {naming ? (
        <NewView
          onClose={() => setNaming(false)}
          onSave={(name) => {
            saveView(table, { name, search: now });
            setViews(viewsOf(table));
            setNaming(false);
          }}
        />
      ) : null}
    </>
  );
}

/** What narrows a table, each in the address; the choices somebody keeps; and the table as a file. */
export function Filters({ table, filters, search, children }: Props) {
  const go = useGo();
  const now = filtersOf(
    search,
    filters.map((each) => each.name),
  );
  return (
    <div className="desk-filters">
      {filters.map((filter) => {
        const value = search[filter.name] ?? '';
        const set = (next: string) => void go({ to: '.', search: { ...search, [filter.name]: next, cursor: '' } });
        const Kind = filter.options ? Chosen : Typed;
        return <Kind key={`${filter.name}=${filter.options ? '' : value}`} filter={filter} value={value} set={set} />;
      })}
      <div className="desk-tools">
        {filters.length > 0 ? <Views table={table} now={now} tab={search['tab'] ?? ''} /> : null}
        {children}
      </div>
    </div>
  );
}
