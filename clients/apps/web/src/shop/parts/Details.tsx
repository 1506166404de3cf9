import type { Product } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import type { Variant } from './choosing.ts';
import { Facts } from './Facts.tsx';
import Reviews from './Reviews.tsx';
import { Rich } from './Rich.tsx';

/** What stands below the fold: it comes a moment later. */
export default function Details({ product, variant }: { product: Product; variant: Variant | undefined }) {
  const { t, local } = useSpeech();
  const description = local(product.facts.description);
  return (
    <>
      {description ? (
        <section className="section">
          <div className="section-head">
            <h2>{t('product.description')}</h2>
          </div>
          <Rich html={description} />
        </section>
      ) : null}
      <Facts product={product} variant={variant} />
      <Reviews product={product} />
    </>
  );
}
