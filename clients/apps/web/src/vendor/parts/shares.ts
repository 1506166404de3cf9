import type { SalesDay } from '../queries/performance.ts';

/** Per cent of a whole, rounded; undefined where there is no whole. */
export const shareOf = (part: number, whole: number): number | undefined =>
  whole > 0 ? Math.round((part * 100) / whole) : undefined;

/** Days on which something happened, the latest first. */
export const worked = (days: readonly SalesDay[]): SalesDay[] =>
  days
    .filter((day) => day.orders + day.delivered + day.cancelled + day.returned > 0)
    .sort((one, other) => other.day.localeCompare(one.day));
