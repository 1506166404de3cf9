import { Notice, useProblemText, useToast } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '@bdcommerce/api-client';
import { useMay } from '../access.tsx';
import { client, session } from '../api.ts';
import * as api from '../queries/money.ts';
import { useSpeech } from '../speech.ts';
import { Act } from './Act.tsx';
import { poisha } from './amounts.ts';
import { saveFile } from './files.ts';
import { useWord } from './words.tsx';

/** A payout nobody is sure of: one person says what became of it, another one believes it or not. */
function Unsure({ of }: { of: api.PayoutRow }) {
  const { t, money } = useSpeech();
  const word = useWord();
  const may = useMay();
  const found = useQuery({
    queryKey: ['payout', of.payout_id],
    queryFn: () =>
      dataOf(
        client.GET('/api/v1/admin/payouts/{batch_id}/payouts/{payout_id}', {
          params: { path: { batch_id: of.batch_id, payout_id: of.payout_id } },
        }),
      ),
  });
  const said = found.data?.proposal;
  const ids = [of.batch_id, of.payout_id] as const;
  if (!said) {
    return may('payouts.settle') ? (
      <Act
        label={t('money.say')}
        text={t('money.sayText')}
        asks={[
          {
            name: 'outcome',
            label: t('money.becomes'),
            kind: 'choice',
            options: (['paid', 'not_paid'] as const).map((value) => ({ value, label: word(value) })),
          },
          { name: 'evidence', label: t('money.evidence'), kind: 'area' },
          { name: 'reference', label: t('f.reference'), optional: true },
        ]}
        run={(v) =>
          api.propose(...ids, {
            outcome: v['outcome'] as 'paid' | 'not_paid',
            evidence: v['evidence'] ?? '',
            reference: v['reference'] ?? '',
          })
        }
      />
    ) : null;
  }
  const own = said.by === session.user?.id;
  const claim = (
    <Notice>
      {word(said.outcome)} · {money(of.amount)} · {said.evidence}
    </Notice>
  );
  return (
    <>
      {may('payouts.approve') && !own ? (
        <Act look="main" label={t('money.believe')} text={t('money.believeText')} run={() => api.believe(...ids)}>
          {claim}
        </Act>
      ) : null}
      {may('payouts.settle') ? (
        <Act label={t('money.doubt')} text={t('money.doubtText')} run={() => api.doubt(...ids)}>
          {claim}
        </Act>
      ) : null}
    </>
  );
}

/** What may be done with one payout now. */
export function PayoutActions({ of }: { of: api.PayoutRow }) {
  const { t, money } = useSpeech();
  const may = useMay();
  const say = useToast();
  const problem = useProblemText();
  const settle = may('payouts.settle');
  const ids = [of.batch_id, of.payout_id] as const;
  const reason = { name: 'reason', label: t('f.reason'), kind: 'area' } as const;
  const advice = async () => {
    try {
      saveFile(await api.advice(...ids), `${of.payout_id}.pdf`);
    } catch (error) {
      say(problem(error));
    }
  };
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {of.status === 'sent' && settle ? (
        <>
          <Act
            label={t('money.paid')}
            text={t('money.paidText', { amount: money(of.amount) })}
            asks={[{ name: 'charge', label: t('money.charge'), kind: 'money', start: '0' }]}
            run={(v) => api.paid(...ids, poisha(v['charge'] ?? '') ?? 0)}
          />
          <Act
            look="danger"
            label={t('money.failed')}
            text={t('money.failedText')}
            asks={[reason]}
            run={(v) => api.failed(...ids, v['reason'] ?? '')}
          />
        </>
      ) : null}
      {of.status === 'paid' && settle ? (
        <Act
          look="danger"
          label={t('money.returned')}
          text={t('money.returnedText')}
          asks={[reason]}
          run={(v) => api.returned(...ids, v['reason'] ?? '')}
        />
      ) : null}
      {of.status === 'unknown' ? <Unsure of={of} /> : null}
      {of.status === 'draft' || of.status === 'discarded' ? null : (
        <button type="button" className="link min-h-11 text-note" onClick={() => void advice()}>
          {t('money.advice')}
        </button>
      )}
    </div>
  );
}
