import { createContext, type ReactNode, useContext, useMemo } from 'react';
import * as format from './format.ts';
import type { Language, Localized, Money } from './format.ts';
import { type Translate, translator } from './translate.ts';

/** What every component says words, prices and dates with. */
export interface Speaking<T> {
  language: Language;
  t: Translate<T>;
  local: (text: Localized | null | undefined) => string;
  money: (value: Money | number, exact?: boolean) => string;
  number: (value: number) => string;
  digits: (value: string | number) => string;
  stars: (hundredths: number) => string;
  date: (value: string | Date, shape?: 'day' | 'date' | 'time' | 'moment') => string;
  phone: (stored: string) => string;
}

const speaking = <T extends object>(language: Language, texts: T): Speaking<T> => ({
  language,
  t: translator(language, texts),
  local: (text) => format.local(text, language),
  money: (value, exact) => format.money(value, language, exact),
  number: (value) => format.number(value, language),
  digits: (value) => format.digits(value, language),
  stars: (hundredths) => format.stars(hundredths, language),
  date: (value, shape) => format.date(value, language, shape),
  phone: (stored) => format.shownPhone(stored, language),
});

const Context = createContext<Speaking<object> | null>(null);

export function Speaks({ language, texts, children }: { language: Language; texts: object; children: ReactNode }) {
  const value = useMemo(() => speaking(language, texts), [language, texts]);
  return <Context value={value}>{children}</Context>;
}

/** The hook of an application whose texts are `T`: `const { t, money } = useSpeech()`. */
export const speechOf =
  <T extends object>() =>
  (): Speaking<T> => {
    const found = useContext(Context);
    if (!found) throw new Error('render it inside <Speaks>');
    return found as unknown as Speaking<T>;
  };
