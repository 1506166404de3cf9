import { useState } from 'react';

export interface Chosen {
  ids: readonly string[];
  has: (id: string) => boolean;
  all: boolean;
  turn: (id: string) => void;
  turnAll: () => void;
  clear: () => void;
}

/** Which of the rows are ticked. What is no longer in the list is not chosen any more. */
export const useChosen = (among: readonly string[]): Chosen => {
  const [ticked, tick] = useState<ReadonlySet<string>>(new Set());
  const ids = among.filter((id) => ticked.has(id));
  const all = ids.length > 0 && ids.length === among.length;
  return {
    ids,
    all,
    has: (id) => ticked.has(id),
    turn: (id) =>
      tick((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id])),
    turnAll: () => tick(new Set(all ? [] : among)),
    clear: () => tick(new Set()),
  };
};
