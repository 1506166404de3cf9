import { digits, type Language } from './format.ts';

/** The same keys in another language; TypeScript refuses a language that lacks one. */
export type Like<T> = { [K in keyof T]: T[K] extends string ? string : Like<T[K]> };

type Bare<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;
type Keys<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${Bare<K>}` : Keys<T[K], `${Path}${K}.`>;
}[keyof T & string];

export type Parameters = Record<string, string | number>;
export type Translate<T> = (key: Keys<T>, parameters?: Parameters) => string;

const found = (texts: object, key: string): string | undefined => {
  const text = key
    .split('.')
    .reduce<unknown>((place, name) => (place as Record<string, unknown> | undefined)?.[name], texts);
  return typeof text === 'string' ? text : undefined;
};

/** Texts by key, as i18next writes them: `{{name}}` is filled in, numbers in the digits of the language, and `count`
 * chooses between `_one` and `_other`. A key without a text is shown as it is. (i18next itself would be an eighth of
 * what the storefront may weigh.) */
export const translator = <T extends object>(language: Language, texts: T): Translate<T> => {
  const plural = new Intl.PluralRules(language);
  return (name, parameters = {}) => {
    const key: string = name;
    const count = parameters['count'];
    const form = typeof count === 'number' ? found(texts, `${key}_${plural.select(count)}`) : undefined;
    const text = form ?? found(texts, key) ?? found(texts, `${key}_other`) ?? key;
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
      const value = parameters[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? digits(value, language) : value;
    });
  };
};
