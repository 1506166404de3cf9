import { Choices, Bone, TextArea, Trouble, useToast } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { lookAgain } from '../parts/acts.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { cancel, type OrderDetail, type ReasonCode, reasons } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';

interface Props {
  of: OrderDetail;
  /** Only this line; without it the whole order. */
  line?: OrderDetail['lines'][number];
  onClose: () => void;
}

const useCancel = ({ of, line, onClose }: Props) => {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  const [code, setCode] = useState<ReasonCode | ''>('');
  const [reason, setReason] = useState('');
  const doing = useMutation({
    mutationFn: (given: ReasonCode) =>
      cancel({ id: of.id, code: given, reason: reason.trim(), lineIds: line ? [line.id] : [] }),
    onSuccess: (after) => {
      queries.setQueryData(['order', of.id], after);
      lookAgain(queries);
      say(t(line ? 'cancelling.lineDone' : 'cancelling.done'));
      onClose();
    },
  });
  return { code, setCode, reason, setReason, doing };
};

/** Before something is taken away from a customer: what happens then, and why. */
export function CancelSheet(props: Props) {
  const { of, line, onClose } = props;
  const { t, local, digits } = useSpeech();
  const { code, setCode, reason, setReason, doing } = useCancel(props);
  const known = useQuery(reasons);
  const own = (known.data ?? []).filter((each) => each.by.includes('vendor'));
  return (
    <Confirm
      title={
        line ? t('cancelling.line', { title: local(line.title) }) : t('cancelling.all', { number: digits(of.number) })
      }
      text={t('cancelling.text')}
      act={t(line ? 'cancelling.actLine' : 'cancelling.act')}
      danger
      busy={doing.isPending}
      ready={code !== ''}
      error={doing.error}
      onAct={() => code && doing.mutate(code)}
      onClose={onClose}
    >
      {known.isError ? <Trouble error={known.error} again={() => void known.refetch()} /> : null}
      {known.isPending ? <Bone className="h-48 rounded-medium" /> : null}
      {own.length > 0 ? (
        <Choices
          legend={t('cancelling.why')}
          name="code"
          value={code}
          choices={own.map((each) => ({ value: each.code, label: local(each.label) }))}
          onChange={setCode}
        />
      ) : null}
      <TextArea
        label={t('cancelling.note')}
        hint={t('cancelling.noteHint')}
        optional
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </Confirm>
  );
}
