import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import { Act, type Values } from '../parts/Act.tsx';
import { poisha } from '../parts/amounts.ts';
import { Facts, Fetched, Section } from '../parts/Screen.tsx';
import { useWord, When, Who } from '../parts/words.tsx';
import * as api from '../queries/vendors.ts';
import { useSpeech } from '../speech.ts';

function Method({ id }: { id: string }) {
  const { t } = useSpeech();
  const word = useWord();
  const may = useMay();
  const found = useQuery(api.payoutMethod(id));
  return (
    <Section title={t('vendors.method')}>
      <Fetched of={found}>
        {(method) => (
          <>
            <Facts of={[[t('vendors.rail'), [word(method.rail), method.wallet].filter(Boolean).join(' · ')]]} />
            {method.asked ? (
              <div className="desk-letter grid gap-2" data-internal="true">
                <p>{t('vendors.methodAsked', { rail: word(method.asked.rail), wallet: method.asked.wallet ?? '' })}</p>
                <p className="text-note">
                  <Who id={method.asked.asked_by} /> · <When at={method.asked.asked_at} />
                </p>
                {may('payouts.approve') ? (
                  <div className="flex flex-wrap gap-2">
                    <Act
                      label={t('vendors.methodAccept')}
                      text={t('vendors.methodAcceptText')}
                      run={() => api.acceptMethod(id, method.asked?.asked_at ?? '')}
                    />
                    <Act
                      look="danger"
                      label={t('vendors.methodRefuse')}
                      text={t('vendors.methodRefuseText')}
                      asks={[{ name: 'reason', label: t('f.reason'), kind: 'area' }]}
                      run={(v) => api.refuseMethod(id, v['reason'] ?? '')}
                    />
                  </div>
                ) : null}
              </div>
            ) : null}
          </>
        )}
      </Fetched>
    </Section>
  );
}

function Holds({ id }: { id: string }) {
  const { t, money } = useSpeech();
  const may = useMay();
  const found = useQuery(api.holds(id));
  const place = (v: Values) =>
    api.hold(id, v['amount'] ? poisha(v['amount']) : null, v['reason'] ?? '', v['until'] ?? '');
  const add = (
    <Act
      label={t('vendors.hold')}
      text={t('vendors.holdText')}
      asks={[
        { name: 'amount', label: t('f.taka'), kind: 'money', optional: true, hint: t('vendors.holdAll') },
        { name: 'reason', label: t('f.reason'), kind: 'area' },
        { name: 'until', label: t('f.until'), kind: 'date', optional: true },
      ]}
      run={place}
    />
  );
  return (
    <Section title={t('vendors.holds')} actions={may('payouts.hold') ? add : null}>
      <Fetched of={found}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="text-soft">{t('vendors.noHolds')}</p>
          ) : (
            <ul className="grid gap-3">
              {page.items.map((each) => (
                <li key={each.hold_id} className="desk-letter grid gap-1">
                  <p className="font-medium">{each.amount ? money(each.amount) : t('vendors.holdsAll')}</p>
                  <p>{each.reason}</p>
                  <p className="text-note text-soft">
                    <Who id={each.placed_by} /> · <When at={each.placed_at} />
                  </p>
                  {each.lifted_at ? (
                    <p className="text-note text-soft">{t('vendors.lifted', { reason: each.lifted_because ?? '' })}</p>
                  ) : null}
                  {!each.lifted_at && may('payouts.hold') ? (
                    <Act
                      label={t('vendors.lift')}
                      text={t('vendors.liftText')}
                      asks={[{ name: 'reason', label: t('f.reason'), kind: 'area' }]}
                      run={(v) => api.liftHold(each.hold_id, v['reason'] ?? '')}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Fetched>
    </Section>
  );
}

/** How a vendor is paid, and what is kept back from it. */
export function Money({ id }: { id: string }) {
  return (
    <>
      <Method id={id} />
      <Holds id={id} />
    </>
  );
}
