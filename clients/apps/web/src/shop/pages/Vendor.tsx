import { Bone, Loading, PinIcon, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Schemas } from '@bdcommerce/api-client';
import { Lost } from '../layout/Layout.tsx';
import { useTitle } from '../parts/title.ts';
import { vendor } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import { Listing } from './Listing.tsx';

const NAMES = ['trade_licence_no', 'dbid', 'dbid_application_tracking_no', 'bin', 'contact_email'] as const;

/** Who it is that sells, as the guidelines for digital commerce want it shown. */
function Identity({ shop }: { shop: Schemas['ShopView'] }) {
  const { t } = useSpeech();
  const told = NAMES.map((name) => [name, shop.statutory[name] ?? ''] as const).filter(([, value]) => value);
  return (
    <section className="section">
      <div className="section-head">
        <h2>{t('vendor.identity')}</h2>
      </div>
      <dl className="facts narrow">
        {told.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{t(`vendor.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Head({ shop }: { shop: Schemas['ShopView'] }) {
  const { t, local } = useSpeech();
  return (
    <div className="welcome pb-6">
      <p className="text-note text-soft">{t('vendor.shop')}</p>
      <h1>{local(shop.name)}</h1>
      <p className="flex items-center gap-2">
        <PinIcon size={18} className="flex-none" />
        {t('vendor.from', { place: [shop.dispatch.upazila, shop.dispatch.district].filter(Boolean).join(', ') })}
      </p>
    </div>
  );
}

export default function VendorPage() {
  const { slug } = useParams({ from: '/v/$slug' });
  const { t, local } = useSpeech();
  const found = useQuery(vendor(slug));
  const shop = found.data;
  useTitle(shop && local(shop.name));
  if (found.isPending) {
    return (
      <Loading>
        <Bone className="mt-8 h-12 w-3/5" />
      </Loading>
    );
  }
  if (!shop) {
    const lost = (found.error as { status?: number }).status === 404;
    return lost ? <Lost /> : <Trouble error={found.error} again={() => void found.refetch()} />;
  }
  return (
    <>
      <Head shop={shop} />
      <Listing place={{ vendor: shop.id }} title={t('vendor.products')} under />
      <Identity shop={shop} />
    </>
  );
}
