import { Button, Choices, Notice, TextArea, TextField, useProblemText } from '@bdcommerce/ui';
import type { Schemas } from '@bdcommerce/api-client';
import { latin } from '@bdcommerce/i18n';
import { type FormEvent, useState } from 'react';
import { useUser } from '../api.ts';
import { CodeBox } from '../checkout/CodeBox.tsx';
import { useTitle } from '../parts/title.ts';
import { useComplain } from '../queries/account.ts';
import { usePurchaseSpeech } from '../speech.ts';

type Category = Schemas['OpenComplaint']['category'];

const CATEGORIES: readonly Category[] = [
  'late_delivery', 'not_delivered', 'wrong_item', 'damaged', 'short_quantity', 'counterfeit', 'overcharged', 'refund',
  'seller_conduct', 'personal_data', 'other',
]; // prettier-ignore
const CCMS = 'https://ccms.gov.bd/';

function Government() {
  const { t } = usePurchaseSpeech();
  return (
    <aside className="panel grid content-start gap-3">
      <h2 className="text-lead">{t('complaint.government')}</h2>
      <p className="text-soft">{t('complaint.governmentText')}</p>
      <a href={CCMS} className="link min-h-11 content-center" rel="noreferrer">
        {t('complaint.ccms')}
      </a>
    </aside>
  );
}

/** Without an account the order's phone shows whose order it is. */
function Proof({ onProof }: { onProof: (token: string) => void }) {
  const { t } = usePurchaseSpeech();
  const [phone, setPhone] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <div className="grid gap-4">
      <TextField
        label={t('checkout.phone')}
        wrong={wrong ? t('checkout.badPhone') : undefined}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        value={phone}
        onChange={setPhone}
      />
      <CodeBox
        phone={phone}
        purpose="checkout"
        onMissing={() => setWrong(true)}
        onVerified={(found) => 'phone_proof' in found && onProof(found.phone_proof)}
      />
    </div>
  );
}

export default function ComplainPage() {
  const { t } = usePurchaseSpeech();
  const problem = useProblemText();
  const user = useUser();
  const send = useComplain();
  const [category, setCategory] = useState<Category | ''>('');
  const [number, setNumber] = useState('');
  const [text, setText] = useState('');
  const [proof, setProof] = useState('');
  useTitle(t('complaint.title'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!category || !text.trim()) return;
    const order_number = latin(number).trim().toUpperCase();
    send.mutate({
      category,
      text: text.trim(),
      ...(order_number ? { order_number } : {}),
      ...(proof ? { phone_proof: proof } : {}),
    });
  };
  if (send.isSuccess) {
    return (
      <div className="narrow grid gap-6 pt-6">
        <Notice kind="good">
          <h1 className="text-lead">{t('complaint.sent', { number: send.data.complaint.number })}</h1>
          <p>{t('complaint.sentText')}</p>
        </Notice>
        <Government />
      </div>
    );
  }
  return (
    <>
      <h1 className="pt-4 text-title">{t('complaint.title')}</h1>
      <p className="pb-6 text-soft">{t('complaint.text')}</p>
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-16">
        <form className="grid gap-6" onSubmit={submit}>
          <Choices
            legend={t('complaint.about')}
            name="category"
            value={category}
            choices={CATEGORIES.map((value) => ({ value, label: t(`complaint.category.${value}`) }))}
            onChange={setCategory}
          />
          <TextField
            label={t('complaint.order')}
            optional={Boolean(user)}
            hint={t('complaint.orderHint')}
            autoCapitalize="characters"
            maxLength={40}
            value={number}
            onChange={setNumber}
          />
          <TextArea label={t('complaint.what')} required maxLength={4000} value={text} onChange={setText} />
          {user || proof ? null : <Proof onProof={setProof} />}
          {send.isError ? <Notice kind="danger">{problem(send.error)}</Notice> : null}
          <Button
            type="submit"
            className="justify-self-start"
            busy={send.isPending}
            disabled={!category || !text.trim() || (!user && !proof)}
          >
            {t('complaint.send')}
          </Button>
        </form>
        <Government />
      </div>
    </>
  );
}
