import type { Schemas } from '@bdcommerce/api-client';
import { latin } from '@bdcommerce/i18n';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import { Act } from '../parts/Act.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Code, Mark, useWord, When, Who } from '../parts/words.tsx';
import { placeName } from '../parts/shown.ts';
import * as api from '../queries/vendors.ts';
import { useSpeech } from '../speech.ts';
import { useId } from '../way.tsx';
import { Money } from './VendorMoney.tsx';

type Detail = Schemas['VendorDetail'];

/** What staff may do with a vendor now. */
function Actions({ of }: { of: Detail }) {
  const { t, local } = useSpeech();
  const name = local(of.name);
  const reason = { name: 'reason', label: t('f.reason'), kind: 'area', hint: t('vendors.reasonHint') } as const;
  if (of.status === 'applied') {
    return (
      <>
        <Act
          look="main"
          label={t('vendors.approve')}
          text={t('vendors.approveText', { name })}
          run={() => api.approve(of.id)}
        />
        <Act
          look="danger"
          label={t('vendors.refuse')}
          text={t('vendors.refuseText', { name })}
          asks={[reason]}
          run={(v) => api.refuse(of.id, v['reason'] ?? '')}
        />
      </>
    );
  }
  if (of.status === 'suspended') {
    return (
      <Act
        label={t('vendors.reinstate')}
        text={t('vendors.reinstateText', { name })}
        run={() => api.reinstate(of.id)}
      />
    );
  }
  if (of.status !== 'active') return null;
  return (
    <Act
      look="danger"
      label={t('vendors.suspend')}
      text={t('vendors.suspendText', { name })}
      asks={[reason]}
      run={(v) => api.suspend(of.id, v['reason'] ?? '')}
    />
  );
}

function Kyc({ of }: { of: Detail }) {
  const { t, phone } = useSpeech();
  const { statutory: s } = of;
  return (
    <Section title={t('vendors.kyc')}>
      <Facts
        of={[
          [t('vendors.licence'), s.trade_licence_no],
          [t('vendors.licenceUntil'), <When key="" at={of.trade_licence_expires} />],
          [
            t('vendors.dbid'),
            s.dbid ||
              (s.dbid_application_tracking_no && t('vendors.dbidAsked', { no: s.dbid_application_tracking_no })),
          ],
          [t('vendors.bin'), s.bin],
          [t('vendors.tin'), of.tin],
          [t('vendors.nid'), of.nid],
          [t('vendors.rjsc'), of.rjsc_no],
          [t('vendors.phone'), of.contact_phone && phone(of.contact_phone)],
          [t('vendors.email'), s.contact_email],
        ]}
      />
    </Section>
  );
}

function Issuer({ of }: { of: Detail }) {
  const { t } = useSpeech();
  return (
    <Section title={t('vendors.issuer')}>
      <Facts
        of={[
          [t('vendors.registered'), of.issuer.registered_name],
          [t('vendors.bin'), of.issuer.bin],
          [t('vendors.address'), of.issuer.address],
          [t('vendors.officer'), [of.issuer.officer, of.issuer.designation].filter(Boolean).join(', ')],
          [
            t('vendors.dispatch'),
            [of.dispatch_line1, placeName(of.dispatch.upazila), placeName(of.dispatch.district)]
              .filter(Boolean)
              .join(', '),
          ],
        ]}
      />
    </Section>
  );
}

function Bank({ of }: { of: Detail }) {
  const { t } = useSpeech();
  const bank = of.bank_account;
  return (
    <Section title={t('vendors.bank')}>
      <Facts
        of={[
          [t('vendors.accountName'), bank.account_name],
          [t('vendors.accountNo'), bank.account_no],
          [t('vendors.bankName'), [bank.bank, bank.branch].filter(Boolean).join(', ')],
          [t('vendors.routing'), bank.routing_no],
          [t('f.since'), <When key="" at={bank.since} />],
          ...(bank.previous_account_no ? ([[t('vendors.accountBefore'), bank.previous_account_no]] as const) : []),
        ]}
      />
    </Section>
  );
}

function Standing({ of }: { of: Detail }) {
  const { t } = useSpeech();
  const word = useWord();
  const tiers = (['new', 'standard', 'trusted'] as const).map((value) => ({ value, label: word(value) }));
  return (
    <Section
      title={t('vendors.standing')}
      actions={
        of.status === 'active' ? (
          <Act
            label={t('vendors.setTier')}
            text={t('vendors.setTierText')}
            asks={[
              { name: 'tier', label: t('vendors.tier'), kind: 'choice', options: tiers, start: of.tier },
              { name: 'reason', label: t('f.reason'), kind: 'area' },
            ]}
            run={(v) => api.setTier(of.id, v['tier'] as api.Tier, v['reason'] ?? '')}
          />
        ) : null
      }
    >
      <Facts
        of={[
          [t('f.status'), <Mark key="" value={of.status} />],
          [t('f.since'), <When key="" at={of.status_at} />],
          [t('f.by'), <Who key="" id={of.status_by} />],
          ...(of.reason ? ([[t('f.reason'), of.reason]] as const) : []),
          [t('vendors.tier'), word(of.tier)],
          [t('vendors.applied'), <When key="" at={of.submitted_at} />],
          [t('f.id'), <Code key="" id={of.id} />],
        ]}
      />
    </Section>
  );
}

function Commission({ of }: { of: Detail }) {
  const { t, digits, date } = useSpeech();
  return (
    <Section
      title={t('vendors.commission')}
      actions={
        of.status === 'applied' || of.status === 'refused' ? null : (
          <Act
            label={t('vendors.setCommission')}
            text={t('vendors.setCommissionText')}
            asks={[
              { name: 'percent', label: t('vendors.percent') },
              { name: 'from', label: t('f.from'), kind: 'date' },
            ]}
            run={(v) => api.setCommission(of.id, latin(v['percent'] ?? ''), v['from'] ?? '')}
          />
        )
      }
    >
      {of.commission.length === 0 ? <p className="text-soft">{t('vendors.noCommission')}</p> : null}
      <Facts
        of={of.commission.map((plan) => [
          date(plan.effective_from),
          plan.default_percent
            ? `${digits(plan.default_percent)}%`
            : t('vendors.byCategory', { count: Object.keys(plan.by_category).length }),
        ])}
      />
    </Section>
  );
}

export default function Vendor() {
  const { t, local } = useSpeech();
  const may = useMay();
  const found = useQuery(api.vendor(useId()));
  return (
    <Fetched of={found}>
      {(of) => (
        <Screen
          title={local(of.name)}
          up={{ to: '/vendors', label: t('nav.vendors') }}
          lead={<Mark value={of.status} />}
          actions={<Actions of={of} />}
        >
          <div className="desk-columns">
            <div>
              <Kyc of={of} />
              <Issuer of={of} />
              <Bank of={of} />
            </div>
            <div>
              <Standing of={of} />
              <Commission of={of} />
              {may('ledger.read') && of.status !== 'applied' ? <Money id={of.id} /> : null}
            </div>
          </div>
        </Screen>
      )}
    </Fetched>
  );
}
