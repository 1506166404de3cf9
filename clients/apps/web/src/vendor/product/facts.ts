import type { Facts, Product } from '../queries/catalog.ts';

export const LOCAL = [
  'title',
  'description',
  'delivery_time',
  'return_terms',
  'warranty',
  'health_hazard_warning',
] as const;
export const PLAIN = [
  'brand',
  'model',
  'colour',
  'material',
  'measurement',
  'country_of_origin',
  'ingredients',
  'dgda_licence',
] as const;
export const DATES = ['manufactured_on', 'expires_on'] as const;

/** What stands in the fields, by name; texts in two languages as `title.bn`. */
export type Form = Record<string, string>;

export const formOf = (facts: Product['facts']): Form => {
  const form: Form = {};
  for (const name of LOCAL) {
    form[`${name}.bn`] = facts[name]?.bn ?? '';
    form[`${name}.en`] = facts[name]?.en ?? '';
  }
  for (const name of [...PLAIN, ...DATES]) form[name] = facts[name] ?? '';
  return form;
};

/** Only what is otherwise than before, as the API takes it. */
export const changed = (before: Product['facts'], form: Form): Facts => {
  const old = formOf(before);
  const now = (name: string) => (form[name] ?? '').trim();
  const facts: Facts = {};
  for (const name of LOCAL) {
    const [bn, en] = [now(`${name}.bn`), now(`${name}.en`)];
    if (bn !== old[`${name}.bn`] || en !== old[`${name}.en`]) facts[name] = { bn, en };
  }
  for (const name of PLAIN) if (now(name) !== old[name]) facts[name] = now(name);
  for (const name of DATES) if (now(name) !== old[name]) facts[name] = now(name) || null;
  return facts;
};
