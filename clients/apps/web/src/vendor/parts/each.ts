export interface Outcome<T> {
  done: T[];
  failed: { item: T; error: unknown }[];
}

const AT_ONCE = 3;

/** Does the same with each, a few at a time. What fails does not hold up the others. */
export const withEach = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<Outcome<T>> => {
  const outcome: Outcome<T> = { done: [], failed: [] };
  const waiting = [...items];
  const hand = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await work(item);
        outcome.done.push(item);
      } catch (error) {
        outcome.failed.push({ item, error });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
  return outcome;
};
