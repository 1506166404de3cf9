import { Bone, Button, Notice, TextField, Trouble, useProblemText, useToast } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { wholeOf } from '../parts/numbers.ts';
import { dropHours, type Hours, hours, setHours } from '../queries/settings.ts';
import { useSpeech } from '../speech.ts';

const WEEK = [7, 1, 2, 3, 4, 5, 6] as const;
/** Of handling, as the API takes them. */
const MOST_DAYS = 14;
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

interface Given {
  cut_off: string;
  handling_days: number;
  rest_days: number[];
  own: boolean;
}

function RestDays({ days, onChange }: { days: readonly number[]; onChange: (days: number[]) => void }) {
  const { t } = useSpeech();
  const turn = (day: number) => onChange(days.includes(day) ? days.filter((each) => each !== day) : [...days, day]);
  return (
    <fieldset>
      <legend className="pb-2 font-medium">{t('settings.rest')}</legend>
      <div className="flex flex-wrap gap-2">
        {WEEK.map((day) => (
          <button key={day} type="button" className="chip" aria-pressed={days.includes(day)} onClick={() => turn(day)}>
            {t(`settings.day.d${day}`)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

const useHours = () => {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  return useMutation({
    mutationFn: async (given: Hours | null): Promise<unknown> => (given ? setHours(given) : dropHours()),
    onSuccess: () => say(t('settings.saved')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['hours'] }),
  });
};

function Form({ of }: { of: Given }) {
  const { t, digits } = useSpeech();
  const problem = useProblemText();
  const [cutOff, setCutOff] = useState(of.cut_off);
  const [handling, setHandling] = useState(() => digits(of.handling_days));
  const [rest, setRest] = useState(of.rest_days);
  const [tried, setTried] = useState(false);
  const doing = useHours();
  const days = wholeOf(handling);
  const ok = CLOCK.test(cutOff) && days !== undefined && days <= MOST_DAYS;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (ok) doing.mutate({ cut_off: cutOff, handling_days: days, rest_days: [...rest].sort() });
  };
  return (
    <form className="grid gap-4" onSubmit={submit}>
      <p className="text-note text-soft">{t(of.own ? 'settings.ownHours' : 'settings.standard')}</p>
      <div className="grid items-end gap-4 md:grid-cols-2">
        <TextField label={t('settings.cutOff')} type="time" className="min-w-0" value={cutOff} onChange={setCutOff} />
        <TextField label={t('settings.handling')} inputMode="numeric" value={handling} onChange={setHandling} />
      </div>
      <RestDays days={rest} onChange={setRest} />
      {tried && !ok ? <Notice kind="danger">{t('settings.hoursWrong')}</Notice> : null}
      {doing.isError ? <Notice kind="danger">{problem(doing.error)}</Notice> : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={doing.isPending}>
          {t('save')}
        </Button>
        {of.own ? (
          <Button look="quiet" busy={doing.isPending} onClick={() => doing.mutate(null)}>
            {t('settings.keepStandard')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** By which hours the day of delivery is promised. */
export function HoursPart() {
  const { t } = useSpeech();
  const found = useQuery(hours);
  return (
    <section className="panel grid gap-3" aria-labelledby="hours">
      <h2 id="hours" className="text-lead">
        {t('settings.hours')}
      </h2>
      {found.isPending ? <Bone className="h-48 rounded-medium" /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.data ? <Form key={JSON.stringify(found.data)} of={found.data} /> : null}
    </section>
  );
}
