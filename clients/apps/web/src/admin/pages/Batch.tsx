import { Button, Notice, useProblemText, useToast } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../access.tsx';
import { session } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { saveFile } from '../parts/files.ts';
import { PayoutActions } from '../parts/PayoutActions.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Mark, useWord, Vendor, When, Who } from '../parts/words.tsx';
import * as api from '../queries/money.ts';
import { useSpeech } from '../speech.ts';
import { useId } from '../way.tsx';

function BankFile({ id }: { id: string }) {
  const { t } = useSpeech();
  const say = useToast();
  const problem = useProblemText();
  const [busy, setBusy] = useState(false);
  const fetch = async () => {
    setBusy(true);
    try {
      saveFile(await api.bankFile(id), `${id}.csv`);
    } catch (error) {
      say(problem(error));
    }
    setBusy(false);
  };
  return (
    <Button small look="quiet" busy={busy} onClick={() => void fetch()}>
      {t('money.bankFile')}
    </Button>
  );
}

/** What may be done with a batch now. Whoever drafted it does not approve it. */
function Actions({ of }: { of: api.Batch }) {
  const { t, money, digits } = useSpeech();
  const may = useMay();
  const total = money(of.total);
  const own = of.drafted_by === session.user?.id;
  return (
    <>
      {of.status === 'draft' && may('payouts.approve') && !own ? (
        <Act
          look="main"
          label={t('money.approve')}
          text={t('money.approveText', { total, count: digits(of.payouts) })}
          run={() => api.approve(of.batch_id)}
        />
      ) : null}
      {of.status === 'draft' && may('payouts.draft') ? (
        <Act
          look="danger"
          label={t('money.discard')}
          text={t('money.discardText')}
          run={() => api.discard(of.batch_id)}
        />
      ) : null}
      {(of.status === 'approved' || of.status === 'sent') && may('payouts.settle') ? (
        <BankFile id={of.batch_id} />
      ) : null}
      {of.status === 'approved' && may('payouts.settle') ? (
        <Act look="main" label={t('money.sent')} text={t('money.sentText')} run={() => api.sent(of.batch_id)} />
      ) : null}
    </>
  );
}

function Rows({ of }: { of: api.Batch }) {
  const { t, money } = useSpeech();
  const word = useWord();
  return (
    <Section title={t('money.payouts')}>
      <table className="desk-table">
        <thead>
          <tr>
            <th scope="col">{t('f.vendor')}</th>
            <th scope="col">{t('f.status')}</th>
            <th scope="col">{t('vendors.rail')}</th>
            <th scope="col" className="end">
              {t('f.amount')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('money.what')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {of.items.map((each) => (
            <tr key={each.payout_id}>
              <td data-label={t('f.vendor')}>
                <Vendor id={each.vendor_id} />
              </td>
              <td data-label={t('f.status')}>
                <Mark value={each.status} />
                {each.reason ? <span className="block text-note text-soft">{each.reason}</span> : null}
              </td>
              <td data-label={t('vendors.rail')}>{word(each.rail)}</td>
              <td className="end" data-label={t('f.amount')}>
                {money(each.amount)}
              </td>
              <td className="end" data-label={t('money.what')}>
                <PayoutActions of={each} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

export default function Batch() {
  const { t, date, money, digits } = useSpeech();
  const found = useQuery(api.batch(useId()));
  return (
    <Fetched of={found}>
      {(of) => (
        <Screen
          title={t('money.batchOf', { day: date(of.drafted_at) })}
          up={{ to: '/payouts', label: t('nav.payouts') }}
          lead={<Mark value={of.status} />}
          actions={<Actions of={of} />}
        >
          <div className="grid gap-5">
            {of.status === 'draft' && of.drafted_by === session.user?.id ? (
              <Notice>{t('money.ownDraft')}</Notice>
            ) : null}
            <Section title={t('care.facts')}>
              <Facts
                of={[
                  [t('total'), <strong key="">{money(of.total)}</strong>],
                  [t('money.payouts'), digits(of.payouts)],
                  [
                    t('money.drafted'),
                    <span key="">
                      <When at={of.drafted_at} />, <Who id={of.drafted_by} />
                    </span>,
                  ],
                  [
                    t('money.approved'),
                    of.approved_at ? (
                      <span>
                        <When at={of.approved_at} />, <Who id={of.approved_by} />
                      </span>
                    ) : (
                      '–'
                    ),
                  ],
                  [t('money.sentAt'), <When key="" at={of.sent_at} />],
                ]}
              />
            </Section>
            <Rows of={of} />
          </div>
        </Screen>
      )}
    </Fetched>
  );
}
