import { Badge } from '../parts/Page.tsx';
import type { ReturnStatus } from '../queries/returns.ts';
import { useSpeech } from '../speech.ts';

const TONE: Record<ReturnStatus, 'plain' | 'good' | 'deal' | 'danger'> = {
  requested: 'deal',
  approved: 'deal',
  refused: 'plain',
  escalated: 'danger',
  received: 'plain',
  picked_up: 'plain',
  arrived: 'deal',
  refunded: 'good',
  exchanging: 'plain',
  exchanged: 'good',
  rejected: 'plain',
  withdrawn: 'plain',
  lapsed: 'plain',
};

export function ReturnState({ status }: { status: ReturnStatus }) {
  const { t } = useSpeech();
  return <Badge tone={TONE[status]}>{t(`returns.status.${status}`)}</Badge>;
}
