import { latin, phone as phoneOf } from '@bdcommerce/i18n';
import { Button, Notice, TextField, useProblemText } from '@bdcommerce/ui';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { requestCode, verifyCode } from '../queries/checkout.ts';
import { usePurchaseSpeech } from '../speech.ts';

type Verified = Awaited<ReturnType<typeof verifyCode>>;

interface Props {
  phone: string;
  purpose: 'checkout' | 'login';
  onVerified: (found: Verified) => void;
  /** Called instead of sending, where there is no phone to send to yet. */
  onMissing: () => void;
}

const DIGITS = 6;

const useCountdown = (): [number, (seconds: number) => void] => {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const tick = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(tick);
  }, [left]);
  return [left, setLeft];
};

/** A code goes to a phone and comes back: who holds the phone is who they say. */
export function CodeBox({ phone: typed, purpose, onVerified, onMissing }: Props) {
  const { t, phone: shown } = usePurchaseSpeech();
  const problem = useProblemText();
  const phone = phoneOf(typed);
  const [code, setCode] = useState('');
  const [left, setLeft] = useCountdown();
  const send = useMutation({
    mutationFn: () => requestCode(phone, purpose),
    onSuccess: (sent) => setLeft(sent.resend_in),
  });
  const verify = useMutation({
    mutationFn: (given: string) => verifyCode(phone, given, purpose),
    onSuccess: onVerified,
    onError: () => setCode(''),
  });
  const type = (text: string) => {
    const given = latin(text).replace(/\D/g, '').slice(0, DIGITS);
    setCode(given);
    if (given.length === DIGITS && !verify.isPending) verify.mutate(given);
  };
  const ask = () => (phone ? send.mutate() : onMissing());
  return (
    <div className="grid gap-4">
      {send.isError ? <Notice kind="danger">{problem(send.error)}</Notice> : null}
      {send.isSuccess ? (
        <>
          <TextField
            label={t('checkout.code')}
            hint={t('checkout.codeSent', { phone: shown(phone) })}
            wrong={verify.isError ? problem(verify.error) : undefined}
            value={code}
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            className="code-input"
            disabled={verify.isPending}
            onChange={type}
          />
          <Button
            look="bare"
            small
            className="justify-self-start"
            disabled={left > 0}
            busy={send.isPending}
            onClick={ask}
          >
            {left > 0 ? t('checkout.againIn', { count: left }) : t('checkout.again')}
          </Button>
        </>
      ) : (
        <Button look="quiet" className="justify-self-start" busy={send.isPending} onClick={ask}>
          {t('checkout.send')}
        </Button>
      )}
    </div>
  );
}
