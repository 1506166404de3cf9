import { Bone, Loading, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { Badge, Page } from '../parts/Page.tsx';
import { useUpazila } from '../parts/place.ts';
import { method } from '../queries/money.ts';
import { profile, type Profile } from '../queries/settings.ts';
import { HoursPart } from '../settings/HoursPart.tsx';
import { StaffPart } from '../settings/StaffPart.tsx';
import { useSpeech } from '../speech.ts';

function Facts({ title, facts }: { title: string; facts: readonly (readonly [string, string])[] }) {
  return (
    <section className="panel grid content-start gap-2">
      <h2 className="text-lead">{title}</h2>
      <dl className="grid">
        {facts.map(([name, value]) =>
          value ? (
            <div
              key={name}
              className="gap-x-6 border-b border-line py-2.5 last:border-0 sm:grid sm:grid-cols-[11rem_1fr]"
            >
              <dt className="text-soft">{name}</dt>
              <dd className="min-w-0">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}

function Shop({ of }: { of: Profile }) {
  const { t, phone, local, digits } = useSpeech();
  const { statutory, dispatch_address: from, bank_account: bank } = of;
  const way = useQuery(method);
  const upazila = useUpazila(from.place.upazila);
  const rail = way.data ? t(`money.rail.${way.data.rail}`) : '';
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-lead">{local(of.name)}</p>
        <Badge tone={of.status === 'active' ? 'good' : 'danger'}>{t(`settings.status.${of.status}`)}</Badge>
        {of.reason ? <p className="text-danger">{of.reason}</p> : null}
      </div>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        <Facts
          title={t('settings.shop')}
          facts={[
            [t('settings.phone'), phone(of.contact_phone)],
            [t('settings.email'), statutory.contact_email],
            [t('settings.licence'), statutory.trade_licence_no],
            [t('settings.dbid'), digits(statutory.dbid)],
            [t('settings.bin'), digits(statutory.bin)],
            [t('settings.pickup'), [from.line1, from.area, upazila].filter(Boolean).join(', ')],
          ]}
        />
        <Facts
          title={t('settings.bank')}
          facts={[
            [t('settings.account'), `${bank.account_name} ${bank.account_no}`],
            [t('settings.bankName'), [bank.bank, bank.branch].filter(Boolean).join(', ')],
            [t('settings.routing'), digits(bank.routing_no)],
            [t('settings.rail'), rail],
          ]}
        />
      </div>
    </>
  );
}

function ShopPart() {
  const found = useQuery(profile);
  if (found.data) return <Shop of={found.data} />;
  if (found.isError) return <Trouble error={found.error} again={() => void found.refetch()} />;
  return (
    <Loading>
      <div className="grid gap-5 lg:grid-cols-2">
        <Bone className="h-64 rounded-large" />
        <Bone className="h-64 rounded-large" />
      </div>
    </Loading>
  );
}

export default function Settings() {
  const { t } = useSpeech();
  return (
    <Page title={t('section.settings')}>
      <ShopPart />
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <StaffPart />
        <HoursPart />
      </div>
    </Page>
  );
}
