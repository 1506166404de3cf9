import { Picture } from '@bdcommerce/ui';
import { lazy, Suspense, useRef, useState } from 'react';
import type { Schemas } from '@bdcommerce/api-client';
import { useSpeech } from '../speech.ts';

const Zoom = lazy(() => import('./Zoom.tsx'));

type Image = Schemas['ShownImage'];
const STAGE = '(min-width: 84rem) 740px, (min-width: 64rem) 54vw, 100vw';

/** Pictures one swipes through; touched, one looks closer. */
export function Gallery({ images }: { images: readonly Image[] }) {
  const { t } = useSpeech();
  const stage = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [closer, setCloser] = useState(false);
  const show = (n: number) => {
    const width = stage.current?.clientWidth ?? 0;
    stage.current?.scrollTo({ left: n * width });
    setAt(n);
  };
  const shown = images[at] ?? images[0];
  return (
    <div className="gallery">
      <div
        ref={stage}
        className="gallery-stage"
        onScroll={(event) => setAt(Math.round(event.currentTarget.scrollLeft / event.currentTarget.clientWidth))}
      >
        {images.map((image, n) => (
          <button
            key={image.url}
            type="button"
            className="cursor-zoom-in"
            aria-label={`${t('product.picture', { n: n + 1, all: images.length })}. ${t('product.zoom')}`}
            onClick={() => setCloser(true)}
          >
            <span className="tile-picture block">
              <Picture image={image} sizes={STAGE} first={n === 0} />
            </span>
          </button>
        ))}
      </div>
      {images.length > 1 ? (
        <div className="gallery-thumbs">
          {images.map((image, n) => (
            <button
              key={image.url}
              type="button"
              aria-current={n === at}
              aria-label={t('product.picture', { n: n + 1, all: images.length })}
              onClick={() => show(n)}
            >
              <span className="tile-picture block">
                <Picture image={image} sizes="64px" />
              </span>
            </button>
          ))}
        </div>
      ) : null}
      <Suspense>{closer && shown ? <Zoom image={shown} onClose={() => setCloser(false)} /> : null}</Suspense>
    </div>
  );
}
