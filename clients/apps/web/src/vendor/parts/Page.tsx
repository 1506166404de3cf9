import { Button, Bone, Loading } from '@bdcommerce/ui';
import type { ReactNode } from 'react';
import { useSpeech } from '../speech.ts';
import { useTitle } from './title.ts';

interface Props {
  title: string;
  /** A line under the title. */
  lead?: ReactNode;
  /** What can be done with all of it. */
  tools?: ReactNode;
  children: ReactNode;
}

export function Page({ title, lead, tools, children }: Props) {
  useTitle(title);
  return (
    <div className="grid grid-cols-1 gap-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-title">{title}</h1>
          {lead ? <div className="text-soft">{lead}</div> : null}
        </div>
        {tools ? <div className="flex flex-wrap gap-2">{tools}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** The places of rows that are on their way. */
export function RowBones({ count = 5, className = 'h-20' }: { count?: number; className?: string }) {
  return (
    <Loading>
      <div className="grid gap-2">
        {Array.from({ length: count }, (_, index) => (
          <Bone key={index} className={`rounded-medium ${className}`} />
        ))}
      </div>
    </Loading>
  );
}

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function MoreOf({ of }: { of: Paged }) {
  const { t } = useSpeech();
  if (!of.hasNextPage) return null;
  return (
    <Button
      look="quiet"
      className="justify-self-center"
      busy={of.isFetchingNextPage}
      onClick={() => of.fetchNextPage()}
    >
      {t('more')}
    </Button>
  );
}

interface ChipsProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string; count?: string | undefined }[];
  onChange: (value: T) => void;
}

/** One of a few ways to look at a list. */
export function Chips<T extends string>({ label, value, choices, onChange }: ChipsProps<T>) {
  return (
    <div role="group" aria-label={label} className="strip md:mx-0 md:flex-wrap md:px-0">
      {choices.map((each) => (
        <button
          key={each.value}
          type="button"
          className="chip flex-none"
          aria-pressed={each.value === value}
          onClick={() => onChange(each.value)}
        >
          {each.label}
          {each.count === undefined ? null : <span className="font-semibold">{each.count}</span>}
        </button>
      ))}
    </div>
  );
}

type Tone = 'plain' | 'good' | 'deal' | 'danger';

const TONES: Record<Tone, string> = {
  plain: 'bg-tile text-ink',
  good: 'bg-action-tint text-action',
  deal: 'bg-deal-tint text-deal-ink',
  danger: 'bg-danger-tint text-danger',
};

/** A state in a word or two. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={`inline-flex items-center rounded-round px-3 py-0.5 text-note font-medium ${TONES[tone]}`}>
      {children}
    </span>
  );
}
