import {
  Button,
  type ButtonLook,
  Choices,
  Field,
  Notice,
  TextArea,
  TextField,
  Tick,
  useProblemText,
  useToast,
} from '@bdcommerce/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import { useSpeech } from '../speech.ts';
import { poisha } from './amounts.ts';

export type Values = Readonly<Record<string, string>>;

/** Something that has to be said before it is done. */
export interface Ask {
  name: string;
  label: string;
  kind?: 'text' | 'area' | 'choice' | 'select' | 'date' | 'money' | 'tick';
  options?: readonly { value: string; label: string }[];
  optional?: boolean;
  hint?: string;
  start?: string;
}

interface Props {
  label: string;
  /** What it will do, in a sentence: nobody loses anything by a slip of the finger. */
  text: string;
  look?: ButtonLook;
  asks?: readonly Ask[];
  run: (values: Values) => Promise<unknown>;
  /** Shown above the questions, for instance what is to be approved. */
  children?: ReactNode;
}

/** What is wrong with an answer; empty: nothing. */
export const wrongOf = (ask: Ask, value: string): '' | 'needed' | 'noAmount' => {
  if (ask.kind === 'tick') return '';
  if (!value.trim()) return ask.optional ? '' : 'needed';
  return ask.kind === 'money' && poisha(value) === null ? 'noAmount' : '';
};

interface AskedProps {
  ask: Ask;
  value: string;
  wrong: string | undefined;
  onChange: (value: string) => void;
}

function Asked({ ask, value, wrong, onChange }: AskedProps) {
  const { label, hint, name, optional = false, options = [] } = ask;
  const shared = { label, hint, wrong, optional, value, onChange };
  if (ask.kind === 'area') return <TextArea {...shared} maxLength={2000} rows={4} />;
  if (ask.kind === 'tick') {
    return <Tick label={label} checked={value === 'yes'} onChange={(on) => onChange(on ? 'yes' : '')} />;
  }
  if (ask.kind === 'choice') {
    return (
      <div className="grid gap-1">
        <Choices legend={label} name={name} value={value} choices={options} onChange={onChange} />
        {wrong ? <p className="text-note text-danger">{wrong}</p> : null}
      </div>
    );
  }
  if (ask.kind === 'select') {
    return (
      <Field label={label} hint={hint} wrong={wrong} optional={optional}>
        {(named) => (
          <select {...named} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">–</option>
            {options.map((each) => (
              <option key={each.value} value={each.value}>
                {each.label}
              </option>
            ))}
          </select>
        )}
      </Field>
    );
  }
  const money = ask.kind === 'money' ? ({ inputMode: 'decimal' } as const) : {};
  return <TextField {...shared} {...money} type={ask.kind === 'date' ? 'date' : 'text'} maxLength={500} />;
}

const startOf = (asks: readonly Ask[]): Values => Object.fromEntries(asks.map((ask) => [ask.name, ask.start ?? '']));

function Question({ label, text, look, asks = [], run, children, onClose }: Props & { onClose: () => void }) {
  const { t } = useSpeech();
  const problem = useProblemText();
  const queries = useQueryClient();
  const say = useToast();
  const [values, setValues] = useState(() => startOf(asks));
  const [checked, setChecked] = useState(false);
  const act = useMutation({
    mutationFn: () => run(values),
    onSuccess: () => {
      onClose();
      say(t('act.done', { what: label }));
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (asks.every((ask) => !wrongOf(ask, values[ask.name] ?? ''))) act.mutate();
  };
  return (
    <Sheet title={label} onClose={onClose}>
      <form className="grid gap-4" onSubmit={submit} noValidate>
        <p>{text}</p>
        {children}
        {asks.map((ask) => {
          const value = values[ask.name] ?? '';
          const wrong = checked ? wrongOf(ask, value) : '';
          return (
            <Asked
              key={ask.name}
              ask={ask}
              value={value}
              wrong={wrong ? t(`act.${wrong}`) : undefined}
              onChange={(next) => setValues((before) => ({ ...before, [ask.name]: next }))}
            />
          );
        })}
        {act.isError ? <Refusal error={act.error} said={problem(act.error)} /> : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button look="bare" className="mx-0" onClick={onClose}>
            {t('act.leave')}
          </Button>
          <Button type="submit" look={look === 'danger' ? 'danger' : 'main'} busy={act.isPending}>
            {label}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** Why the server did not do it, with its own words where the code alone says too little. */
function Refusal({ error, said }: { error: unknown; said: string }) {
  const { detail = '', fields = [] } = error as {
    detail?: string;
    fields?: readonly { field: string; reason: string }[];
  };
  const more = fields.map((each) => `${each.field}: ${each.reason}`);
  return (
    <Notice kind="danger">
      <p>{said}</p>
      {[...(more.length ? more : detail ? [detail] : [])].map((line) => (
        <p key={line} className="text-note" lang="en">
          {line}
        </p>
      ))}
    </Notice>
  );
}

/** A button that says what it does, asks what it has to know, and does it only after that. */
export function Act(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small look={props.look ?? 'quiet'} onClick={() => setOpen(true)}>
        {props.label}
      </Button>
      {open ? <Question {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
