import { Amount, Button, TextArea, useToast } from '@bdcommerce/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm } from '../parts/Confirm.tsx';
import { approve, inspect, refuse, type Return, type ReturnLine } from '../queries/returns.ts';
import { useSpeech } from '../speech.ts';
import { adds, type Condition, CONDITIONS, type Counts, untouched, withCount } from './inspection.ts';

type Kind = 'approved' | 'refused' | 'received';

const useAnswer = (of: Return, kind: Kind, onClose: () => void, answer: () => Promise<Return>) => {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  return useMutation({
    mutationFn: answer,
    onSuccess: (after) => {
      queries.setQueryData(['return', of.id], after);
      for (const key of ['returns', 'order', 'orders', 'stock']) void queries.invalidateQueries({ queryKey: [key] });
      say(t(`returns.done.${kind}`));
      onClose();
    },
  });
};

interface Props {
  of: Return;
  onClose: () => void;
}

function ApproveSheet({ of, onClose }: Props) {
  const { t } = useSpeech();
  const [note, setNote] = useState('');
  const doing = useAnswer(of, 'approved', onClose, () => approve(of.id, note.trim()));
  return (
    <Confirm
      title={t('returns.approveTitle')}
      text={t('returns.approveText')}
      act={t('returns.approve')}
      busy={doing.isPending}
      error={doing.error}
      onAct={() => doing.mutate()}
      onClose={onClose}
    >
      <TextArea label={t('returns.approveNote')} optional maxLength={500} value={note} onChange={setNote} />
    </Confirm>
  );
}

function RefuseSheet({ of, onClose }: Props) {
  const { t } = useSpeech();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const said = reason.trim().length > 0;
  const doing = useAnswer(of, 'refused', onClose, () => refuse(of.id, reason.trim()));
  return (
    <Confirm
      title={t('returns.refuseTitle')}
      text={t('returns.refuseText')}
      act={t('returns.refuse')}
      danger
      busy={doing.isPending}
      error={doing.error}
      onAct={() => (said ? doing.mutate() : setTried(true))}
      onClose={onClose}
    >
      <TextArea
        label={t('returns.why')}
        wrong={tried && !said ? t('returns.whyWrong') : undefined}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </Confirm>
  );
}

const NAMES = { as_described: 'intact', damaged: 'damaged', missing: 'missing' } as const;

function LineCounts({ line, counts, set }: { line: ReturnLine; counts: Counts; set: (counts: Counts) => void }) {
  const { t, local } = useSpeech();
  const row = (what: Condition) => (
    <div key={what} className="flex items-center justify-between gap-4">
      <span>{t(`returns.${NAMES[what]}`)}</span>
      <Amount
        value={counts[what]}
        least={0}
        most={line.quantity}
        onChange={(value) => set(withCount(line, counts, what, value))}
      />
    </div>
  );
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-2 font-medium">
        {t('returns.of', { title: local(line.title), count: line.quantity })}
      </legend>
      {CONDITIONS.map(row)}
      {adds(line, counts) ? null : (
        <p className="text-note text-danger" role="alert">
          {t('returns.sumWrong', { count: line.quantity })}
        </p>
      )}
    </fieldset>
  );
}

function InspectSheet({ of, onClose }: Props) {
  const { t } = useSpeech();
  const [counts, setCounts] = useState(() => new Map(of.lines.map((line) => [line.line_id, untouched(line)])));
  const [note, setNote] = useState('');
  const countsOf = (line: ReturnLine) => counts.get(line.line_id) ?? untouched(line);
  const doing = useAnswer(of, 'received', onClose, () =>
    inspect(
      of.id,
      of.lines.map((line) => ({ line_id: line.line_id, ...countsOf(line) })),
      note.trim(),
    ),
  );
  return (
    <Confirm
      title={t('returns.inspectTitle')}
      text={t('returns.inspectText')}
      act={t('save')}
      busy={doing.isPending}
      ready={of.lines.every((line) => adds(line, countsOf(line)))}
      error={doing.error}
      onAct={() => doing.mutate()}
      onClose={onClose}
    >
      {of.lines.map((line) => (
        <LineCounts
          key={line.line_id}
          line={line}
          counts={countsOf(line)}
          set={(next) => setCounts((before) => new Map(before).set(line.line_id, next))}
        />
      ))}
      <TextArea label={t('returns.note')} optional maxLength={500} value={note} onChange={setNote} />
    </Confirm>
  );
}

/** What a vendor can answer: yes or no while it is asked, how it came back once it was sent. */
export function Answers({ of }: { of: Return }) {
  const { t } = useSpeech();
  const [open, setOpen] = useState<Kind>();
  const close = () => setOpen(undefined);
  return (
    <div className="flex flex-wrap gap-3 empty:hidden">
      {of.status === 'requested' ? (
        <>
          <Button onClick={() => setOpen('approved')}>{t('returns.approve')}</Button>
          <Button look="danger" onClick={() => setOpen('refused')}>
            {t('returns.refuse')}
          </Button>
        </>
      ) : null}
      {of.status === 'approved' ? <Button onClick={() => setOpen('received')}>{t('returns.inspect')}</Button> : null}
      {open === 'approved' ? <ApproveSheet of={of} onClose={close} /> : null}
      {open === 'refused' ? <RefuseSheet of={of} onClose={close} /> : null}
      {open === 'received' ? <InspectSheet of={of} onClose={close} /> : null}
    </div>
  );
}
