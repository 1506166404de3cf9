import type { ReturnLine } from '../queries/returns.ts';

export const CONDITIONS = ['as_described', 'damaged', 'missing'] as const;
export type Condition = (typeof CONDITIONS)[number];
export type Counts = Record<Condition, number>;

/** At first all of it is as it was sent. */
export const untouched = (line: ReturnLine): Counts => ({ as_described: line.quantity, damaged: 0, missing: 0 });

/** One count changes; what was as it was sent makes up for it, so that the sum stays what came back. */
export const withCount = (line: ReturnLine, counts: Counts, what: Condition, value: number): Counts => {
  const next = { ...counts, [what]: Math.max(0, Math.min(line.quantity, value)) };
  if (what !== 'as_described') next.as_described = Math.max(0, line.quantity - next.damaged - next.missing);
  return next;
};

export const adds = (line: ReturnLine, counts: Counts): boolean =>
  counts.as_described + counts.damaged + counts.missing === line.quantity;
