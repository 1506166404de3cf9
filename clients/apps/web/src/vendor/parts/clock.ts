import { useEffect, useState } from 'react';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on it is said in days. */
const DAYS_FROM = 2 * DAY;

export type Urgency = 'late' | 'soon' | 'calm';

export interface Left {
  urgency: Urgency;
  days: number;
  hours: number;
  minutes: number;
}

/** How long it is until `due`, or since. `soonAt` is when little time is left. */
export const leftUntil = (due: string, now: number, soonAt?: string): Left => {
  const ms = Date.parse(due) - now;
  const soon = soonAt === undefined ? ms < 4 * HOUR : Date.parse(soonAt) <= now;
  const away = Math.abs(ms);
  const days = away >= DAYS_FROM ? Math.floor(away / DAY) : 0;
  return {
    urgency: ms < 0 ? 'late' : soon ? 'soon' : 'calm',
    days,
    hours: Math.floor((away - days * DAY) / HOUR),
    minutes: Math.floor((away % HOUR) / MINUTE),
  };
};

/** The end of a day in Bangladesh, which knows no summer time. */
export const endOfDay = (day: string): string => `${day}T23:59:59+06:00`;

/** This instant, twice a minute. */
export const useNow = (): number => {
  const [now, tick] = useState(() => Date.now());
  useEffect(() => {
    const each = setInterval(() => tick(Date.now()), MINUTE / 2);
    return () => clearInterval(each);
  }, []);
  return now;
};

/** Today in Bangladesh as 2026-11-24, `days` away. */
export const dhakaDay = (now: number, days = 0): string =>
  new Date(now + days * DAY + 6 * HOUR).toISOString().slice(0, 10);
