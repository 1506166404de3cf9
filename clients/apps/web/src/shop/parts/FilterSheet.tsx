import { Button } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import type { Place } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import Filters from './Filters.tsx';

export default function FilterSheet({ place, onClose }: { place: Place; onClose: () => void }) {
  const { t } = useSpeech();
  return (
    <Sheet onClose={onClose} title={t('list.filter')}>
      <Filters place={place} />
      <div className="sticky bottom-0 bg-raised pt-3">
        <Button className="w-full" onClick={onClose}>
          {t('list.show')}
        </Button>
      </div>
    </Sheet>
  );
}
