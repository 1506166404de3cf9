import { Button, useProblemText, useToast } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../access.tsx';
import { session } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { saveFile } from '../parts/files.ts';
import { Letters } from '../parts/Letters.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Clock, Code, Mark, useWord, Vendor, When, Who } from '../parts/words.tsx';
import * as api from '../queries/care.ts';
import { useSpeech } from '../speech.ts';
import { Link, useId } from '../way.tsx';

function Evidence({ id, number }: { id: string; number: string }) {
  const { t } = useSpeech();
  const say = useToast();
  const problem = useProblemText();
  const [busy, setBusy] = useState(false);
  const fetch = async () => {
    setBusy(true);
    try {
      saveFile(await api.evidence(id), `${number}.zip`);
    } catch (error) {
      say(problem(error));
    }
    setBusy(false);
  };
  return (
    <Button small look="quiet" busy={busy} onClick={() => void fetch()}>
      {t('care.evidence')}
    </Button>
  );
}

function Escalate({ id }: { id: string }) {
  const { t } = useSpeech();
  const word = useWord();
  const authorities = (['ccms', 'dncrp', 'court', 'other'] as const).map((value) => ({
    value,
    label: word(`authority_${value}`),
  }));
  return (
    <Act
      label={t('care.escalate')}
      text={t('care.escalateText')}
      asks={[
        { name: 'authority', label: t('care.authority'), kind: 'choice', options: authorities },
        { name: 'reference', label: t('care.theirNumber'), optional: true },
        { name: 'text', label: t('f.text'), kind: 'area' },
      ]}
      run={(v) => api.escalate(id, v['authority'] as api.Authority, v['reference'] ?? '', v['text'] ?? '')}
    />
  );
}

function Actions({ of }: { of: api.Complaint }) {
  const { t } = useSpeech();
  const { id, status, number, assigned_to } = of.complaint;
  const mine = session.user?.id ?? '';
  const text = { name: 'text', label: t('f.text'), kind: 'area', hint: t('care.customerReads') } as const;
  const open = status !== 'resolved';
  return (
    <>
      {open && assigned_to !== mine ? (
        <Act label={t('care.take')} text={t('care.takeText')} run={() => api.assign(id, mine)} />
      ) : null}
      {open ? (
        <Act
          look="main"
          label={t('care.answer')}
          text={t('care.answerText')}
          asks={[text, { name: 'internal', label: t('care.internalTick'), kind: 'tick' }]}
          run={(v) => api.answer(id, v['text'] ?? '', v['internal'] === 'yes')}
        />
      ) : null}
      {open ? (
        <Act
          label={t('care.resolve')}
          text={t('care.resolveText')}
          asks={[text]}
          run={(v) => api.resolve(id, v['text'] ?? '')}
        />
      ) : null}
      {open && status !== 'escalated' ? <Escalate id={id} /> : null}
      {status === 'escalated' ? (
        <Act
          label={t('care.refer')}
          text={t('care.referText')}
          asks={[{ name: 'reference', label: t('care.theirNumber') }]}
          run={(v) => api.refer(id, v['reference'] ?? '')}
        />
      ) : null}
      <Evidence id={id} number={number} />
    </>
  );
}

function Known({ of }: { of: api.Complaint }) {
  const { t, digits } = useSpeech();
  const word = useWord();
  const may = useMay();
  const { complaint: c, clock } = of;
  const number = digits(c.order_number);
  return (
    <Section title={t('care.facts')}>
      <Facts
        of={[
          [
            t('care.clock'),
            clock ? (
              <span className="flex flex-wrap gap-2">
                <Mark value={clock.state} />
                {clock.state === 'stopped' ? null : <Clock due={clock.due_at} />}
              </span>
            ) : (
              '–'
            ),
          ],
          [t('care.category'), word(c.category)],
          [t('care.opened'), <When key="" at={c.opened_at} />],
          [t('care.assigned'), <Who key="" id={c.assigned_to} />],
          [t('f.vendor'), <Vendor key="" id={c.vendor_id} />],
          [
            t('f.order'),
            c.order_id && may('orders.read') ? (
              <Link to={`/orders/${c.order_id}`} className="link">
                {number}
              </Link>
            ) : (
              number
            ),
          ],
          [t('care.customer'), <Code key="" id={c.customer_id} />],
          ...(c.authority ? ([[t('care.authority'), word(`authority_${c.authority}`)]] as const) : []),
          ...(c.external_reference ? ([[t('care.theirNumber'), c.external_reference]] as const) : []),
        ]}
      />
    </Section>
  );
}

export default function Complaint() {
  const { t, digits } = useSpeech();
  const id = useId();
  const found = useQuery(api.complaint(id));
  return (
    <Fetched of={found}>
      {(of) => (
        <Screen
          title={digits(of.complaint.number)}
          up={{ to: '/complaints', label: t('nav.complaints') }}
          lead={<Mark value={of.complaint.status} />}
          actions={<Actions of={of} />}
        >
          <div className="desk-columns">
            <div>
              <Letters of={of.letters} photo={(name) => api.complaintPhoto(id, name)} />
            </div>
            <div>
              <Known of={of} />
            </div>
          </div>
        </Screen>
      )}
    </Fetched>
  );
}
