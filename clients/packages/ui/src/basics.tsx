import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { CheckIcon, CloudIcon, MinusIcon, PlusIcon, StarIcon } from './icons.tsx';
import { useProblemText, useSpeech } from './speech.ts';

export type ButtonLook = 'main' | 'quiet' | 'bare' | 'danger';

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: ButtonLook = 'main', small = false): string =>
  `button button-${look}${small ? ' button-small' : ''}`;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  small?: boolean;
  /** Something is under way: it cannot be pressed again, and assistive technology is told. */
  busy?: boolean;
}

export function Button({ look = 'main', small = false, busy = false, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      disabled={busy || rest.disabled}
      className={`${buttonClass(look, small)} ${className}`}
    />
  );
}

export interface PriceProps {
  price: { amount: number };
  was?: { amount: number } | null | undefined;
  large?: boolean;
}

export function Price({ price, was, large = false }: PriceProps) {
  const { t, money } = useSpeech();
  return (
    <p className={large ? 'price price-large' : 'price'}>
      <span>{money(price)}</span>
      {was && was.amount > price.amount ? (
        <s className="was">
          <span className="sr-only">{t('was')} </span>
          {money(was)}
        </s>
      ) : null}
    </p>
  );
}

export function Cut({ percent }: { percent: number }) {
  const { t, digits } = useSpeech();
  return (
    <span className="cut">
      <span aria-hidden="true">{`−${digits(percent)}%`}</span>
      <span className="sr-only">{t('off', { percent })}</span>
    </span>
  );
}

export function Rating({ rating, reviews }: { rating: number | null | undefined; reviews?: number | undefined }) {
  const { t, stars, digits } = useSpeech();
  if (!rating) return null;
  return (
    <span className="rating">
      <StarIcon size={14} />
      <span aria-hidden="true">{stars(rating)}</span>
      <span className="sr-only">{t('rated', { stars: stars(rating) })}</span>
      {reviews ? (
        <span className="of">
          <span aria-hidden="true">{`(${digits(reviews)})`}</span>
          <span className="sr-only">{t('reviews', { count: reviews })}</span>
        </span>
      ) : null}
    </span>
  );
}

export interface AmountProps {
  value: number;
  most?: number;
  least?: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** How many: two buttons that are large enough for a thumb. */
export function Amount({ value, most = 99, least = 1, disabled = false, onChange }: AmountProps) {
  const { t, digits } = useSpeech();
  return (
    <div className="amount" role="group" aria-label={t('amount')}>
      <button
        type="button"
        aria-label={t('fewer')}
        disabled={disabled || value <= least}
        onClick={() => onChange(value - 1)}
      >
        <MinusIcon size={18} />
      </button>
      <output aria-live="polite">{digits(value)}</output>
      <button
        type="button"
        aria-label={t('oneMore')}
        disabled={disabled || value >= most}
        onClick={() => onChange(value + 1)}
      >
        <PlusIcon size={18} />
      </button>
    </div>
  );
}

type NoticeKind = 'plain' | 'deal' | 'danger' | 'good';

export function Notice({ kind = 'plain', children }: { kind?: NoticeKind; children: ReactNode }) {
  return (
    <div className={`notice ${kind === 'plain' ? '' : `notice-${kind}`}`} role={kind === 'danger' ? 'alert' : 'status'}>
      {kind === 'good' ? <CheckIcon className="flex-none text-action" /> : null}
      <div>{children}</div>
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** It is all there is on the page. */
  page?: boolean;
  text?: string;
  icon?: ReactNode;
  /** The way out. */
  children?: ReactNode;
}

export function Empty({ title, page = false, text, icon, children }: EmptyProps) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className="empty">
      {icon}
      <Heading>{title}</Heading>
      {text ? <p>{text}</p> : null}
      {children}
    </div>
  );
}

/** What did not work, in words, with a way out of it. */
export function Trouble({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  const { t } = useSpeech();
  const say = useProblemText();
  const traceId = (error as { traceId?: string } | null)?.traceId;
  return (
    <div role="alert">
      <Empty page title={t('trouble.title')} text={say(error)} icon={<CloudIcon size={48} />}>
        {again ? (
          <Button look="quiet" onClick={again}>
            {t('retry')}
          </Button>
        ) : null}
        {traceId ? <p className="text-note">{t('trouble.code', { id: traceId })}</p> : null}
      </Empty>
    </div>
  );
}

/** The place of something that is on its way. `className` gives its size. */
export function Bone({ className = '' }: { className?: string }) {
  return <div className={`bone ${className}`} aria-hidden="true" />;
}

/** Says once, to those who cannot see the bones, that something is on its way. */
export function Loading({ children }: { children: ReactNode }) {
  const { t } = useSpeech();
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        {t('loading')}
      </p>
      {children}
    </div>
  );
}
