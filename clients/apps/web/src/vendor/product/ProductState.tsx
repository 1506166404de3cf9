import { Badge } from '../parts/Page.tsx';
import type { ProductStatus } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

const TONE = {
  published: 'good',
  draft: 'plain',
  in_review: 'deal',
  unpublished: 'plain',
  taken_down: 'danger',
} as const;

export function ProductState({ status }: { status: ProductStatus }) {
  const { t } = useSpeech();
  return <Badge tone={TONE[status]}>{t(`products.status.${status}`)}</Badge>;
}
