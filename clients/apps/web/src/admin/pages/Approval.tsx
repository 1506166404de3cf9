import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { shown } from '../parts/shown.ts';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Mark, useWord, Vendor, When } from '../parts/words.tsx';
import { useSpeech } from '../speech.ts';
import { useId } from '../way.tsx';

const at = (approval_id: string) => ({ params: { path: { approval_id } } });
const waiting = (id: string) =>
  queryOptions({
    queryKey: ['approval', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/approvals/{approval_id}', { ...at(id), signal })),
  });
const approve = (id: string, version: number) =>
  dataOf(client.POST('/api/v1/admin/approvals/{approval_id}/approve', { ...at(id), body: { version } }));
const refuse = (id: string, version: number, reason: string) =>
  dataOf(client.POST('/api/v1/admin/approvals/{approval_id}/refuse', { ...at(id), body: { version, reason } }));

function Changes({ of }: { of: Schemas['ApprovalView'] }) {
  const { t } = useSpeech();
  const word = useWord();
  return (
    <Section title={t('approve.fields')}>
      <table className="desk-table">
        <thead>
          <tr>
            <th scope="col">{t('approve.field')}</th>
            <th scope="col">{t('approve.before')}</th>
            <th scope="col">{t('approve.after')}</th>
          </tr>
        </thead>
        <tbody>
          {of.changes.map((each) => (
            <tr key={each.field}>
              <td data-label={t('approve.field')}>{word(each.field)}</td>
              <td data-label={t('approve.before')} className="text-soft whitespace-pre-wrap">
                {shown(each.before) || '–'}
              </td>
              <td data-label={t('approve.after')} className="whitespace-pre-wrap">
                {shown(each.after) || '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** What waits, field by field: as it is, and as the vendor wants it. */
export default function Approval() {
  const { t, local } = useSpeech();
  const word = useWord();
  const id = useId();
  const found = useQuery(waiting(id));
  return (
    <Fetched of={found}>
      {(of) => (
        <Screen
          title={local(of.title)}
          up={{ to: '/approvals', label: t('nav.approvals') }}
          lead={<Mark value={of.status} />}
          actions={
            of.status === 'pending' ? (
              <>
                <Act
                  look="main"
                  label={t('vendors.approve')}
                  text={t('approve.text')}
                  run={() => approve(id, of.product_version)}
                />
                <Act
                  look="danger"
                  label={t('vendors.refuse')}
                  text={t('approve.refuseText')}
                  asks={[{ name: 'reason', label: t('f.reason'), kind: 'area', hint: t('vendors.reasonHint') }]}
                  run={(v) => refuse(id, of.product_version, v['reason'] ?? '')}
                />
              </>
            ) : null
          }
        >
          <div className="desk-columns">
            <div>
              <Changes of={of} />
            </div>
            <div>
              <Section title={t('care.facts')}>
                <Facts
                  of={[
                    [t('f.kind'), word(of.kind)],
                    [t('f.vendor'), <Vendor key="" id={of.vendor_id} />],
                    [t('approve.submitted'), <When key="" at={of.submitted_at} />],
                    [t('approve.decided'), <When key="" at={of.decided_at} />],
                    ...(of.reason ? ([[t('f.reason'), of.reason]] as const) : []),
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
