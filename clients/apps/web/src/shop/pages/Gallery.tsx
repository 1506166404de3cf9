import { type Language, Speaks } from '@bdcommerce/i18n';
import {
  Amount, BagIcon, Bone, Button, type ButtonLook, Choices, Cut, Empty, Notice, Price, Rating, TextArea, TextField, Tick,
} from '@bdcommerce/ui'; // prettier-ignore
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ProductTile, TileBone } from '../parts/ProductTile.tsx';
import { row } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

const LOOKS: readonly ButtonLook[] = ['main', 'quiet', 'bare', 'danger'];
const THEMES = ['light', 'dark'] as const;
const LANGUAGES: readonly Language[] = ['bn', 'en'];
const PRICE = { amount: 12345650 };
const WAS = { amount: 15000000 };

function Acting() {
  const { t } = useSpeech();
  const [amount, setAmount] = useState(2);
  return (
    <div className="flex flex-wrap items-center gap-4">
      {LOOKS.map((look) => (
        <Button key={look} look={look}>
          {t('product.add')}
        </Button>
      ))}
      <Button busy>{t('loading')}</Button>
      <Button look="quiet" small>
        {t('more')}
      </Button>
      <Amount value={amount} onChange={setAmount} />
    </div>
  );
}

function Telling() {
  const { t } = useSpeech();
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-6">
        <Price price={PRICE} was={WAS} large />
        <Price price={PRICE} />
        <Cut percent={18} />
        <Rating rating={460} reviews={128} />
      </div>
      <Notice>{t('site.rights')}</Notice>
      <Notice kind="good">{t('product.added')}</Notice>
      <Notice kind="deal">{t('cart.problem.too_many')}</Notice>
      <Notice kind="danger">{t('kind.trouble')}</Notice>
    </div>
  );
}

function Asking() {
  const { t } = useSpeech();
  const name = useId();
  const [sort, setSort] = useState<'popular' | 'newest'>('popular');
  const [on, setOn] = useState(true);
  const [text, setText] = useState('');
  return (
    <div className="grid gap-5">
      <TextField label={t('site.find')} hint={t('site.findHint')} value={text} onChange={setText} />
      <TextField label={t('cart.coupon')} wrong={t('cart.problem.coupon_not_usable')} value={text} onChange={setText} />
      <TextArea label={t('product.description')} optional value={text} onChange={setText} />
      <Choices
        legend={t('list.sort')}
        name={name}
        value={sort}
        choices={[
          { value: 'popular', label: t('list.sorts.popular') },
          { value: 'newest', label: t('list.sorts.newest'), note: t('home.fresh') },
        ]}
        onChange={setSort}
      />
      <Tick label={t('list.inStock')} count={12} checked={on} onChange={setOn} />
    </div>
  );
}

function Showing() {
  const { t } = useSpeech();
  const cards = useQuery(row('deals')).data?.items.slice(0, 3) ?? [];
  return (
    <>
      <div className="grid-tiles">
        {cards.map((card) => (
          <ProductTile key={card.id} card={card} />
        ))}
        <TileBone />
      </div>
      <Bone className="mt-6 h-12" />
      <Empty title={t('cart.empty')} text={t('cart.emptyText')} icon={<BagIcon size={56} />}>
        <Button look="quiet">{t('cart.look')}</Button>
      </Empty>
    </>
  );
}

const useWords = (language: Language) =>
  useQuery({
    queryKey: ['words', language],
    queryFn: async () =>
      language === 'bn' ? (await import('../texts.bn.ts')).default : (await import('../texts.en.ts')).default,
    staleTime: Infinity,
  }).data;

function Side({ language, theme }: { language: Language; theme: (typeof THEMES)[number] }) {
  const words = useWords(language);
  if (!words) return <Bone className="h-96" />;
  return (
    <Speaks language={language} texts={words}>
      <div
        lang={language}
        data-theme={theme}
        className="grid content-start gap-8 rounded-large bg-ground p-6 text-body text-ink"
      >
        <Acting />
        <Telling />
        <Asking />
        <Showing />
      </div>
    </Speaks>
  );
}

/** Every component of the design system, in both languages and both themes, side by side. */
export default function GalleryPage() {
  const { t } = useSpeech();
  return (
    <>
      <h1 className="py-4 text-title">{t('brand')}</h1>
      <div className="grid gap-6 lg:grid-cols-2">
        {THEMES.flatMap((theme) =>
          LANGUAGES.map((language) => <Side key={theme + language} language={language} theme={theme} />),
        )}
      </div>
    </>
  );
}
