import { Bone, Loading, Trouble } from '@bdcommerce/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useSpeech } from '../speech.ts';
import { Link, type Search } from '../way.tsx';

interface Props {
  title: string;
  /** The list it came from. */
  up?: { to: string; label: string; search?: Search };
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page: its name, where it belongs, what can be done with it, and what it shows. */
export function Screen({ title, up, lead, actions, children }: Props) {
  const { t } = useSpeech();
  useEffect(() => {
    document.title = t('page', { title });
  }, [t, title]);
  return (
    <>
      <header className="desk-title">
        <div className="min-w-0">
          {up ? (
            <Link to={up.to} {...(up.search ? { search: up.search } : {})} className="desk-up">
              {`← ${up.label}`}
            </Link>
          ) : null}
          <h1 className="text-title">{title}</h1>
          {lead ? <div className="text-soft">{lead}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </header>
      {children}
    </>
  );
}

export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel grid content-start gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lead">{title}</h2>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}

export type Fact = readonly [label: string, value: ReactNode];

/** What is known of something, one thing a line. */
export function Facts({ of }: { of: readonly Fact[] }) {
  return (
    <dl className="desk-facts">
      {of.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value === '' || value === null || value === undefined ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is being fetched: bones while it comes, a way out when it does not, else what it is. */
export function Fetched<T>({ of, children }: { of: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isError) return <Trouble error={of.error} again={() => void of.refetch()} />;
  return (
    <Loading>
      <div className="grid gap-4">
        <Bone className="h-10 w-64" />
        <Bone className="h-48" />
        <Bone className="h-32" />
      </div>
    </Loading>
  );
}
