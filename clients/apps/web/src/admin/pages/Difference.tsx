import type { Schemas } from '@bdcommerce/api-client';
import { Notice } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import { session } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Mark, useWord, When, Who } from '../parts/words.tsx';
import * as api from '../queries/settlements.ts';
import { useSpeech } from '../speech.ts';
import { useId } from '../way.tsx';

type View = Schemas['DifferenceView'];

function Actions({ of }: { of: View }) {
  const { t } = useSpeech();
  const word = useWord();
  const may = useMay();
  const { difference_id: id, status, proposed_by } = of.difference;
  const reason = { name: 'reason', label: t('f.reason'), kind: 'area' } as const;
  const ways = of.may_end_by.filter((each): each is api.How => each !== 'settled_by_statement');
  if (status === 'proposed') {
    return may('settlements.approve') && proposed_by !== session.user?.id ? (
      <>
        <Act look="main" label={t('settle.agree')} text={t('settle.agreeText')} run={() => api.agree(id)} />
        <Act
          label={t('settle.turnDown')}
          text={t('settle.turnDownText')}
          asks={[reason]}
          run={(v) => api.turnDown(id, v['reason'] ?? '')}
        />
      </>
    ) : null;
  }
  if (!may('settlements.record') || status === 'resolved') return null;
  return (
    <>
      {status === 'refund_owed' ? (
        <Act
          label={t('settle.refundPaid')}
          text={t('settle.refundPaidText')}
          asks={[reason]}
          run={(v) => api.refundPaid(id, v['reason'] ?? '')}
        />
      ) : null}
      {ways.length > 0 ? (
        <Act
          look="main"
          label={t('care.decide')}
          text={t('settle.decideText')}
          asks={[
            {
              name: 'how',
              label: t('settle.how'),
              kind: 'choice',
              options: ways.map((value) => ({ value, label: word(`how_${value}`) })),
            },
            reason,
            { name: 'until', label: t('settle.until'), kind: 'date', optional: true },
            { name: 'reference', label: t('settle.assignTo'), optional: true },
          ]}
          run={(v) =>
            api.resolve(id, {
              how: v['how'] as api.How,
              reason: v['reason'] ?? '',
              until: v['until'] || null,
              reference: v['reference'] ?? '',
            })
          }
        />
      ) : null}
    </>
  );
}

/** What does not fit, its story, and how it may end. */
export default function Difference() {
  const { t, money, digits } = useSpeech();
  const word = useWord();
  const found = useQuery(api.difference(useId()));
  return (
    <Fetched of={found}>
      {(of) => {
        const d = of.difference;
        return (
          <Screen
            title={word(d.reason)}
            up={{ to: '/settlements', search: { tab: 'differences' }, label: t('nav.settlements') }}
            lead={<Mark value={d.status} />}
            actions={<Actions of={of} />}
          >
            <div className="desk-columns">
              <div>
                {d.status === 'proposed' && d.proposed_by === session.user?.id ? (
                  <Notice>{t('settle.own')}</Notice>
                ) : null}
                <Section title={t('care.facts')}>
                  <Facts
                    of={[
                      [t('f.amount'), d.amount ? money(d.amount) : '–'],
                      [t('settle.source'), word(d.source)],
                      [t('f.reference'), d.reference],
                      [t('settle.found'), <When key="" at={d.found_at} />],
                      [t('settle.age'), t('settle.days', { count: digits(d.age_days) })],
                      ...(d.proposed_how ? ([[t('settle.proposed'), word(`how_${d.proposed_how}`)]] as const) : []),
                      ...(d.how ? ([[t('settle.how'), word(`how_${d.how}`)]] as const) : []),
                      ...(d.wait_until ? ([[t('settle.until'), <When key="" at={d.wait_until} />]] as const) : []),
                    ]}
                  />
                </Section>
              </div>
              <div>
                <Section title={t('orders.timeline')}>
                  <ol className="steps">
                    {[...of.history].reverse().map((step, n) => (
                      <li key={`${step.at}${step.what}`} {...(n === 0 ? { 'data-now': true } : {})}>
                        <p className="font-medium">
                          {[word(step.what), step.how && word(`how_${step.how}`)].filter(Boolean).join(': ')}
                        </p>
                        {step.reason ? <p>{step.reason}</p> : null}
                        <p className="text-note text-soft">
                          <When at={step.at} /> · <Who id={step.by} />
                        </p>
                      </li>
                    ))}
                  </ol>
                </Section>
              </div>
            </div>
          </Screen>
        );
      }}
    </Fetched>
  );
}
