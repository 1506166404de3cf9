import { Button, Tick } from '@bdcommerce/ui';
import { latin } from '@bdcommerce/i18n';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { facets, type Facets, type Place, type Sifting } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import { chosenCount, toggled, useSifting } from './sifting.ts';

const SHOWN = 6;

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="border-b border-line py-4 last:border-0">
      <legend className="float-left w-full pb-1 font-semibold">{title}</legend>
      <div className="clear-both">{children}</div>
    </fieldset>
  );
}

/** The first few, and all of them if one wants. */
function Few({ children }: { children: ReactNode[] }) {
  const { t } = useSpeech();
  const [all, setAll] = useState(false);
  return (
    <>
      {all ? children : children.slice(0, SHOWN)}
      {!all && children.length > SHOWN ? (
        <Button look="bare" small onClick={() => setAll(true)}>
          {t('more')}
        </Button>
      ) : null}
    </>
  );
}

function Prices({ sifting, sift }: { sifting: Sifting; sift: (change: Partial<Sifting>) => void }) {
  const { t } = useSpeech();
  const [min, setMin] = useState(String(sifting.min ?? ''));
  const [max, setMax] = useState(String(sifting.max ?? ''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sift({ min: Number(latin(min)) || undefined, max: Number(latin(max)) || undefined });
  };
  return (
    <form className="flex items-center gap-2" onSubmit={submit} onBlur={submit}>
      <input
        className="input"
        inputMode="numeric"
        placeholder={t('list.from')}
        aria-label={`${t('list.price')} ${t('list.from')}`}
        value={min}
        onChange={(event) => setMin(event.target.value)}
      />
      <input
        className="input"
        inputMode="numeric"
        placeholder={t('list.to')}
        aria-label={`${t('list.price')} ${t('list.to')}`}
        value={max}
        onChange={(event) => setMax(event.target.value)}
      />
      <button type="submit" className="sr-only">
        {t('list.show')}
      </button>
    </form>
  );
}

function Attributes({ counts }: { counts: Facets }) {
  const { local } = useSpeech();
  const [sifting, sift] = useSifting();
  return counts.attributes.map((attribute) => {
    const chosen = sifting.attributes?.[attribute.key];
    return (
      <Group key={attribute.key} title={local(attribute.name)}>
        <Few>
          {attribute.values.map((value) => (
            <Tick
              key={value.value}
              label={local(value.label) || value.value}
              count={value.count}
              checked={(chosen ?? '').split(',').includes(value.value)}
              onChange={() => sift({ [`attr.${attribute.key}`]: toggled(chosen, value.value) })}
            />
          ))}
        </Few>
      </Group>
    );
  });
}

/** Everything a list can be narrowed by, with how much would be left. */
export default function Filters({ place }: { place: Place }) {
  const { t, local, digits } = useSpeech();
  const [sifting, sift, clear] = useSifting();
  const counts = useQuery(facets(place, sifting)).data;
  if (!counts) return <div className="min-h-96" />;
  return (
    <div>
      {chosenCount(sifting) > 0 ? (
        <Button look="bare" small onClick={clear}>
          {t('list.clear')}
        </Button>
      ) : null}
      {counts.categories.length > 0 ? (
        <Group title={t('list.categories')}>
          <Few>
            {counts.categories.map((each) => (
              <Link key={each.id} to="/c/$slug" params={{ slug: each.slug }} className="tick hover:text-action">
                {local(each.name)}
                <span className="n">{digits(each.count)}</span>
              </Link>
            ))}
          </Few>
        </Group>
      ) : null}
      <Group title={t('list.price')}>
        <Prices key={`${String(sifting.min)}${String(sifting.max)}`} sifting={sifting} sift={sift} />
        <Tick
          label={t('list.onSale')}
          checked={sifting.on_sale ?? false}
          onChange={(on) => sift({ on_sale: on || undefined })}
        />
        <Tick
          label={t('list.inStock')}
          checked={sifting.in_stock ?? false}
          onChange={(on) => sift({ in_stock: on || undefined })}
        />
      </Group>
      {counts.brands.length > 0 ? (
        <Group title={t('list.brand')}>
          <Few>
            {counts.brands.map((each) => (
              <Tick
                key={each.id}
                label={local(each.name)}
                count={each.count}
                checked={(sifting.brand ?? '').split(',').includes(each.id)}
                onChange={() => sift({ brand: toggled(sifting.brand, each.id) })}
              />
            ))}
          </Few>
        </Group>
      ) : null}
      <Group title={t('list.stars')}>
        {counts.ratings
          .filter((each) => each.stars >= 3 && each.stars < 5)
          .map((each) => (
            <Tick
              key={each.stars}
              label={t('list.atLeast', { count: each.stars })}
              count={each.count}
              checked={sifting.rating === each.stars}
              onChange={(on) => sift({ rating: on ? each.stars : undefined })}
            />
          ))}
      </Group>
      <Attributes counts={counts} />
    </div>
  );
}
