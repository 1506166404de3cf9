import { Button, Notice, TextArea, TextField, useProblemText, useToast } from '@bdcommerce/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changeFacts, type Product } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import { changed, DATES, formOf, LOCAL, type Form, PLAIN } from './facts.ts';

type Set = (name: string, value: string) => void;

function Pair({ name, form, set }: { name: (typeof LOCAL)[number]; form: Form; set: Set }) {
  const { t } = useSpeech();
  const Field = name === 'title' || name === 'delivery_time' ? TextField : TextArea;
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-2 font-medium">{t(`gate.field.${name}`)}</legend>
      <div className="grid gap-3 md:grid-cols-2">
        {(['bn', 'en'] as const).map((tongue) => (
          <Field
            key={tongue}
            label={t(`facts.in.${tongue}`)}
            lang={tongue}
            maxLength={5000}
            value={form[`${name}.${tongue}`] ?? ''}
            onChange={(value) => set(`${name}.${tongue}`, value)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Single({ name, form, set }: { name: (typeof PLAIN)[number] | (typeof DATES)[number]; form: Form; set: Set }) {
  const { t } = useSpeech();
  return (
    <TextField
      label={t(`gate.field.${name}`)}
      type={name === 'manufactured_on' || name === 'expires_on' ? 'date' : 'text'}
      value={form[name] ?? ''}
      onChange={(value) => set(name, value)}
    />
  );
}

/** What the law wants said of a product. Only what was changed is sent. */
export function FactsForm({ of }: { of: Product }) {
  const { t } = useSpeech();
  const problem = useProblemText();
  const say = useToast();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => formOf(of.facts));
  const set: Set = (name, value) => setForm((before) => ({ ...before, [name]: value }));
  const change = changed(of.facts, form);
  const doing = useMutation({
    mutationFn: () => changeFacts(of.id, of.version, change),
    onSuccess: (after) => {
      queries.setQueryData(['product', of.id], after);
      for (const key of ['products', 'checklist']) void queries.invalidateQueries({ queryKey: [key] });
      say(t(after.waiting ? 'facts.waits' : 'facts.done'));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    doing.mutate();
  };
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts" className="pb-3 text-lead">
        {t('facts.title')}
      </h2>
      <form className="grid gap-5" onSubmit={submit}>
        {LOCAL.map((name) => (
          <Pair key={name} name={name} form={form} set={set} />
        ))}
        <div className="grid gap-4 md:grid-cols-2">
          {[...PLAIN, ...DATES].map((name) => (
            <Single key={name} name={name} form={form} set={set} />
          ))}
        </div>
        {doing.isError ? <Notice kind="danger">{problem(doing.error)}</Notice> : null}
        <Button
          type="submit"
          className="sm:justify-self-start"
          busy={doing.isPending}
          disabled={Object.keys(change).length === 0}
        >
          {t('save')}
        </Button>
      </form>
    </section>
  );
}
