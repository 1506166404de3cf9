import { useSpeech } from '../speech.ts';
import { type Left, leftUntil, useNow } from './clock.ts';

const LOOK = { late: 'text-danger font-medium', soon: 'text-deal-ink font-medium', calm: 'text-soft' } as const;

/** “3 h 5 min”: the two largest parts that are not nothing. */
const useSpan = (): ((left: Left) => string) => {
  const { t } = useSpeech();
  return ({ days, hours, minutes }) => {
    if (days > 0) return hours > 0 ? t('clock.daysHours', { days, hours }) : t('clock.days', { days });
    return hours > 0 ? t('clock.hoursMinutes', { hours, minutes }) : t('clock.minutes', { minutes });
  };
};

interface Props {
  due: string;
  soonAt?: string | undefined;
}

/** How long is left. Colour is not all that tells it: the words differ too. */
export function Countdown({ due, soonAt }: Props) {
  const { t, date } = useSpeech();
  const span = useSpan();
  const left = leftUntil(due, useNow(), soonAt);
  const said = t(left.urgency === 'late' ? 'clock.late' : 'clock.left', { span: span(left) });
  return (
    <time dateTime={due} title={date(due, 'moment')} className={LOOK[left.urgency]}>
      {said}
    </time>
  );
}
