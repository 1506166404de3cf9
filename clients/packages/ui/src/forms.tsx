import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react';
import { useSpeech } from './speech.ts';

interface FieldProps {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  optional?: boolean;
}

interface Named {
  id: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}

/** A label, what is entered, a hint or what is wrong: tied together for everybody. */
export function Field({
  label,
  hint,
  wrong,
  optional = false,
  children,
}: FieldProps & { children: (named: Named) => ReactNode }) {
  const id = useId();
  const { t } = useSpeech();
  const said = wrong ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional ? <span className="hint">{` (${t('optional')})`}</span> : null}
      </label>
      {children({ id, 'aria-describedby': said ? `${id}-said` : undefined, 'aria-invalid': wrong ? true : undefined })}
      {said ? (
        <p id={`${id}-said`} className={wrong ? 'wrong' : 'hint'} role={wrong ? 'alert' : undefined}>
          {said}
        </p>
      ) : null}
    </div>
  );
}

type TextProps = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & { onChange: (value: string) => void };

export function TextField({ label, hint, wrong, optional, onChange, className = '', ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} wrong={wrong} optional={optional ?? false}>
      {(named) => (
        <input
          {...rest}
          {...named}
          className={`input ${className}`}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type AreaProps = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange'> & { onChange: (value: string) => void };

export function TextArea({ label, hint, wrong, optional, onChange, ...rest }: AreaProps) {
  return (
    <Field label={label} hint={hint} wrong={wrong} optional={optional ?? false}>
      {(named) => (
        <textarea {...rest} {...named} className="input" onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
  note?: string | undefined;
  end?: ReactNode;
  disabled?: boolean;
}

interface ChoicesProps<T extends string> {
  legend: string;
  hideLegend?: boolean;
  name: string;
  value: T | '';
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
}

/** One of a few, each on a line that is easy to touch. */
export function Choices<T extends string>({
  legend,
  hideLegend = false,
  name,
  value,
  choices,
  onChange,
}: ChoicesProps<T>) {
  return (
    <fieldset className="options">
      <legend className={hideLegend ? 'sr-only' : 'pb-2 font-medium'}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="option">
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            disabled={choice.disabled ?? false}
            onChange={() => onChange(choice.value)}
          />
          <span>
            {choice.label}
            {choice.note ? <span className="note block">{choice.note}</span> : null}
          </span>
          {choice.end}
        </label>
      ))}
    </fieldset>
  );
}

interface TickProps {
  label: ReactNode;
  checked: boolean;
  count?: number | undefined;
  onChange: (checked: boolean) => void;
}

export function Tick({ label, checked, count, onChange }: TickProps) {
  const { digits } = useSpeech();
  return (
    <label className="tick">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>{label}</span>
      {count === undefined ? null : <span className="n">{digits(count)}</span>}
    </label>
  );
}
