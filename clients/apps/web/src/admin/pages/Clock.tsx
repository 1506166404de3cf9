import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Clock as Left, Code, Mark, useWord, Vendor, When } from '../parts/words.tsx';
import * as api from '../queries/care.ts';
import { useSpeech } from '../speech.ts';
import { Link, useId } from '../way.tsx';

/** A statutory clock with what started it, the rule that set it, and what stopped it. */
export default function Clock() {
  const { t } = useSpeech();
  const word = useWord();
  const may = useMay();
  const found = useQuery(api.clock(useId()));
  return (
    <Fetched of={found}>
      {(of) => (
        <Screen
          title={word(`clock_${of.clock.kind}`)}
          up={{ to: '/clocks', label: t('nav.clocks') }}
          lead={
            <span className="flex flex-wrap gap-3">
              <Mark value={of.clock.state} />
              {of.clock.state === 'stopped' ? null : <Left due={of.clock.due_at} />}
            </span>
          }
        >
          <div className="desk-columns">
            <div>
              <Section title={t('care.evidenceOf')}>
                <Facts
                  of={[
                    [t('care.started'), <When key="" at={of.started.at} />],
                    [t('care.startedBy'), <code key="">{of.started.event}</code>],
                    [t('care.atRisk'), <When key="" at={of.clock.at_risk_at} />],
                    [t('care.due'), <When key="" at={of.clock.due_at} />],
                    [t('care.stopped'), <When key="" at={of.stopped?.at} />],
                    [t('care.stoppedBy'), of.stopped ? <code>{of.stopped.event}</code> : of.needed.join(', ')],
                  ]}
                />
              </Section>
            </div>
            <div>
              <Section title={t('care.rule')}>
                <Facts
                  of={[
                    [t('rules.key'), <code key="">{of.rule.key}</code>],
                    [t('rules.value'), of.rule.value],
                    [t('rules.source'), of.rule.source],
                    [t('f.vendor'), <Vendor key="" id={of.clock.vendor_id} />],
                    [
                      t('f.order'),
                      of.clock.order_id && may('orders.read') ? (
                        <Link to={`/orders/${of.clock.order_id}`} className="link">
                          <Code id={of.clock.order_id} />
                        </Link>
                      ) : (
                        <Code id={of.clock.order_id} />
                      ),
                    ],
                  ]}
                />
              </Section>
            </div>
          </div>
        </Screen>
      )}
    </Fetched>
  );
}
