import { BagIcon, Empty, Picture, Trouble } from '@bdcommerce/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileButtons } from '../parts/FileButtons.tsx';
import { Go, useAddress } from '../parts/Go.tsx';
import { Badge, Chips, MoreOf, Page, RowBones } from '../parts/Page.tsx';
import { ProductState } from '../product/ProductState.tsx';
import { exported, products, type ProductStatus, type Summary } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

const SHOWN: readonly ProductStatus[] = ['published', 'draft', 'in_review', 'unpublished', 'taken_down'];

function Row({ product }: { product: Summary }) {
  const { t, local, date } = useSpeech();
  const { image } = product;
  return (
    <li className="border-b border-line last:border-0">
      <Go
        to={`/products/${product.id}`}
        className="-mx-2 flex items-center gap-4 rounded-medium px-2 py-3 hover:bg-tile"
      >
        <span className="tile-picture mb-0 size-16 flex-none" aria-hidden="true">
          {image?.url ? <Picture image={{ url: image.url, alt: {} }} sizes="64px" /> : null}
        </span>
        <span className="grid min-w-0 flex-1 gap-1 md:grid-cols-[1fr_auto] md:items-center md:gap-6">
          <span className="min-w-0">
            <span className="line-clamp-2 font-medium">{local(product.title)}</span>
            <span className="block text-note text-soft">{t('products.changed', { at: date(product.changed_at) })}</span>
            {product.reason ? <span className="block text-note text-danger">{product.reason}</span> : null}
          </span>
          <span className="flex flex-wrap gap-2">
            {product.waiting ? <Badge tone="deal">{t('products.waiting')}</Badge> : null}
            <ProductState status={product.status} />
          </span>
        </span>
      </Go>
    </li>
  );
}

function List({ status }: { status: ProductStatus | '' }) {
  const { t } = useSpeech();
  const found = useInfiniteQuery(products(status));
  if (found.isError && !found.data) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <RowBones className="h-22" />;
  const rows = found.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <Empty
        title={t(status ? 'products.none' : 'products.noneYet')}
        text={t(status ? 'products.noneText' : 'products.noneYetText')}
        icon={<BagIcon size={48} />}
      >
        {status ? (
          <Go to="/products" className="button button-quiet">
            {t('products.all')}
          </Go>
        ) : null}
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      <ul className="panel py-2">
        {rows.map((product) => (
          <Row key={product.id} product={product} />
        ))}
      </ul>
      <MoreOf of={found} />
    </div>
  );
}

export default function Products() {
  const { t } = useSpeech();
  const [address, change] = useAddress();
  const status = SHOWN.find((each) => each === address['status']) ?? '';
  const tools = (
    <FileButtons formats={['csv', 'xlsx']} name="products" ask={(format) => exported('products', format)} />
  );
  return (
    <Page title={t('section.products')} tools={tools}>
      <Chips<ProductStatus | ''>
        label={t('orders.state')}
        value={status}
        choices={[
          { value: '', label: t('products.all') },
          ...SHOWN.map((value) => ({ value, label: t(`products.status.${value}`) })),
        ]}
        onChange={(wanted) => change({ status: wanted })}
      />
      <List status={status} />
    </Page>
  );
}
