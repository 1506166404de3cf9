import { Picture } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import type { Schemas } from '@bdcommerce/api-client';
import { useSpeech } from '../speech.ts';

/** One picture, as large as there is room for; two fingers make it larger still. */
export default function Zoom({ image, onClose }: { image: Schemas['ShownImage']; onClose: () => void }) {
  const { t, local } = useSpeech();
  return (
    <Sheet onClose={onClose} title={local(image.alt) || t('product.zoom')}>
      <div className="tile-picture touch-pinch-zoom">
        <Picture image={image} sizes="100vw" first />
      </div>
    </Sheet>
  );
}
