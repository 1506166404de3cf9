import type { Product } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import type { Variant } from './choosing.ts';

const PLAIN = [
  'brand',
  'model',
  'colour',
  'material',
  'measurement',
  'ingredients',
  'country_of_origin',
  'dgda_licence',
] as const;
const DATES = ['manufactured_on', 'expires_on'] as const;

const countryName = (code: string, language: string): string =>
  /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code) : code;

/** What the law wants people to know before they buy, and what else is told of it. */
const useFacts = (product: Product, variant: Variant | undefined): [string, string][] => {
  const { t, local, date, language } = useSpeech();
  const said = product.facts;
  const told = [...(product.attributes ?? []), ...(variant?.attributes ?? [])];
  const own = told.map((each): [string, string] => [local(each.name), local(each.label) || each.value]);
  const plain = PLAIN.map((name): [string, string] => [t(`product.fact.${name}`), said[name] ?? '']);
  const dates = DATES.map((name): [string, string] => {
    const day = said[name];
    return [t(`product.fact.${name}`), day ? date(day) : ''];
  });
  const { country_of_origin: country = '' } = said;
  const origin: [string, string] = [t('product.fact.country_of_origin'), countryName(country, language)];
  const warning: [string, string] = [t('product.warning'), local(said.health_hazard_warning)];
  const weight: [string, string] = [
    t('product.fact.weight'),
    variant ? t('product.grams', { count: variant.weight_grams }) : '',
  ];
  const seen = new Set<string>();
  return [...plain, origin, ...own, ...dates, weight, warning].filter(
    ([name, value]) => value && !seen.has(name) && seen.add(name),
  );
};

export function Facts({ product, variant }: { product: Product; variant: Variant | undefined }) {
  const { t } = useSpeech();
  const facts = useFacts(product, variant);
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('product.facts')}</h2>
      </div>
      <dl className="facts narrow">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
