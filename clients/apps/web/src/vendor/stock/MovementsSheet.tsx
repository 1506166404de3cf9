import { Bone, Trouble } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { MoreOf } from '../parts/Page.tsx';
import { movements } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

/** What became of the units of an offer, the latest on top. */
export function MovementsSheet({ offerId, title, onClose }: { offerId: string; title: string; onClose: () => void }) {
  const { t, date, number } = useSpeech();
  const found = useInfiniteQuery(movements(offerId));
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Sheet title={t('stock.movesOf', { title })} onClose={onClose}>
      <div className="grid gap-4">
        {found.isPending ? <Bone className="h-48 rounded-medium" /> : null}
        {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
        <ul>
          {rows.map((each) => (
            <li key={each.number} className="flex justify-between gap-4 border-b border-line py-3 last:border-0">
              <span className="min-w-0">
                {t(`stock.kind.${each.kind}`)}
                <span className="block text-note text-soft">
                  {[date(each.at, 'moment'), each.reason].filter(Boolean).join(' · ')}
                </span>
              </span>
              <span className="font-medium">{number(each.quantity)}</span>
            </li>
          ))}
        </ul>
        <MoreOf of={found} />
      </div>
    </Sheet>
  );
}
