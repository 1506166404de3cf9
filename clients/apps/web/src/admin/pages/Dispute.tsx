import { useQuery } from '@tanstack/react-query';
import { Notice } from '@bdcommerce/ui';
import { useMay } from '../access.tsx';
import { session } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { poisha } from '../parts/amounts.ts';
import { Letters } from '../parts/Letters.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Clock, Code, Mark, useWord, Vendor, When, Who } from '../parts/words.tsx';
import * as api from '../queries/care.ts';
import { useSpeech } from '../speech.ts';
import { Link, useId } from '../way.tsx';

type Amount = { amount: number };

function Decide({ of }: { of: api.Dispute }) {
  const { t, money } = useSpeech();
  const word = useWord();
  const outcomes = (['for_customer', 'for_vendor', 'split'] as const).map((value) => ({ value, label: word(value) }));
  const most = of.refundable as Amount | null;
  return (
    <Act
      look="main"
      label={t('care.decide')}
      text={t('care.decideText')}
      asks={[
        { name: 'outcome', label: t('care.outcome'), kind: 'choice', options: outcomes },
        {
          name: 'refund',
          label: t('care.splitRefund'),
          kind: 'money',
          optional: true,
          hint: t('care.splitHint', { most: most ? money(most) : '–' }),
        },
        { name: 'text', label: t('care.why'), kind: 'area', hint: t('care.whyHint') },
      ]}
      run={(v) =>
        api.decide(of.dispute.id, v['outcome'] as api.Outcome, poisha(v['refund'] ?? '') ?? 0, v['text'] ?? '')
      }
    />
  );
}

/** Somebody else's decision waits for a second pair of eyes. */
function Second({ of }: { of: api.Dispute }) {
  const { t, money } = useSpeech();
  const word = useWord();
  const made = of.decision;
  if (!made || of.dispute.status !== 'proposed') return null;
  const own = made.by === session.user?.id;
  const text = { name: 'text', label: t('f.text'), kind: 'area' } as const;
  return (
    <Notice kind="deal">
      <div className="grid gap-3">
        <p>
          {t('care.proposed', { outcome: word(made.outcome), refund: money(made.refund) })} <Who id={made.by} />,{' '}
          <When at={made.at} />
        </p>
        {own ? <p>{t('care.ownProposal')}</p> : null}
        {own ? null : (
          <div className="flex flex-wrap gap-2">
            <Act
              look="main"
              label={t('care.agree')}
              text={t('care.agreeText', { refund: money(made.refund) })}
              asks={[text]}
              run={(v) => api.approve(of.dispute.id, v['text'] ?? '')}
            />
            <Act
              label={t('care.sendBack')}
              text={t('care.sendBackText')}
              asks={[text]}
              run={(v) => api.sendBack(of.dispute.id, v['text'] ?? '')}
            />
          </div>
        )}
      </div>
    </Notice>
  );
}

function Known({ of }: { of: api.Dispute }) {
  const { t, money, digits } = useSpeech();
  const word = useWord();
  const may = useMay();
  const { dispute } = of;
  const amount = (value: unknown) => (value ? money(value as Amount) : '–');
  const number = digits(dispute.order_number);
  return (
    <Section title={t('care.facts')}>
      <Facts
        of={[
          [t('f.reason'), word(dispute.reason)],
          [t('care.openedBy'), word(dispute.opened_by)],
          [t('care.opened'), <When key="" at={dispute.opened_at} />],
          [
            t('care.answerDue'),
            dispute.status === 'open' ? <Clock due={dispute.answer_due_at} /> : <When at={dispute.answered_at} />,
          ],
          [t('f.vendor'), <Vendor key="" id={dispute.vendor_id} />],
          [
            t('f.order'),
            may('orders.read') ? (
              <Link to={`/orders/${dispute.order_id}`} className="link">
                {number}
              </Link>
            ) : (
              number
            ),
          ],
          [t('care.customer'), <Code key="" id={of.customer_id} />],
          [t('care.asked'), amount(dispute.asked)],
          [t('care.refundable'), amount(of.refundable)],
          ...(dispute.outcome
            ? ([
                [t('care.outcome'), word(dispute.outcome)],
                [t('care.refund'), amount(dispute.refund)],
              ] as const)
            : []),
        ]}
      />
    </Section>
  );
}

export default function Dispute() {
  const { t, digits } = useSpeech();
  const id = useId();
  const found = useQuery(api.dispute(id));
  return (
    <Fetched of={found}>
      {(of) => {
        const over = of.dispute.status === 'decided' || of.dispute.status === 'withdrawn';
        return (
          <Screen
            title={digits(of.dispute.number)}
            up={{ to: '/disputes', label: t('nav.disputes') }}
            lead={<Mark value={of.dispute.status} />}
            actions={
              over ? null : (
                <>
                  <Act
                    label={t('care.write')}
                    text={t('care.writeText')}
                    asks={[
                      { name: 'text', label: t('f.text'), kind: 'area' },
                      { name: 'internal', label: t('care.internalTick'), kind: 'tick' },
                    ]}
                    run={(v) => api.write(id, v['text'] ?? '', v['internal'] === 'yes')}
                  />
                  {of.dispute.status === 'proposed' ? null : <Decide of={of} />}
                </>
              )
            }
          >
            <div className="desk-columns">
              <div>
                <Second of={of} />
                <Letters of={of.letters} photo={(name) => api.disputePhoto(id, name)} />
              </div>
              <div>
                <Known of={of} />
              </div>
            </div>
          </Screen>
        );
      }}
    </Fetched>
  );
}
