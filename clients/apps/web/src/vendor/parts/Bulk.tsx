import { Button, Tick } from '@bdcommerce/ui';
import type { ReactNode } from 'react';
import { useSpeech } from '../speech.ts';
import type { Chosen } from './chosen.ts';

/** What can be done with the rows that are ticked. It stays in sight, above the tabs of a phone. */
export function Bulk({ chosen, children }: { chosen: Chosen; children: ReactNode }) {
  const { t } = useSpeech();
  const count = chosen.ids.length;
  return (
    <div className="sticky bottom-17 z-20 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-large border border-line bg-raised px-4 py-2 shadow-low lg:top-18 lg:bottom-auto">
      <Tick
        label={count > 0 ? t('bulk.chosen', { count }) : t('bulk.all')}
        checked={chosen.all}
        onChange={chosen.turnAll}
      />
      <div className="flex flex-wrap items-center gap-2">{children}</div>
      {count > 0 ? (
        <Button look="bare" small className="mx-0 max-lg:hidden" onClick={chosen.clear}>
          {t('bulk.none')}
        </Button>
      ) : null}
    </div>
  );
}
