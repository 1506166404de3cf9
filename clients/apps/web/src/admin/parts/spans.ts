const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Span = { unit: 'days' | 'hours' | 'minutes'; count: number; rest: number };

/** How long something takes, in the two units that matter: 3 days and 4 hours, 2 hours and 10 minutes, 5 minutes. */
export const spanOf = (milliseconds: number): Span => {
  const long = Math.abs(milliseconds);
  if (long >= DAY) return { unit: 'days', count: Math.floor(long / DAY), rest: Math.floor((long % DAY) / HOUR) };
  if (long >= HOUR) return { unit: 'hours', count: Math.floor(long / HOUR), rest: Math.floor((long % HOUR) / MINUTE) };
  return { unit: 'minutes', count: Math.floor(long / MINUTE), rest: 0 };
};
