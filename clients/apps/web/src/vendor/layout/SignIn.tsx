import { type ApiProblem, dataOf } from '@bdcommerce/api-client';
import { Button, MarkIcon, Notice, TextField, useProblemText } from '@bdcommerce/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client, session } from '../api.ts';
import { useTitle } from '../parts/title.ts';
import { useSpeech } from '../speech.ts';
import { Tongue } from './Tongue.tsx';

const FACTOR = new Set(['second_factor_needed', 'wrong_second_factor']);

const useSignIn = () => {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [factor, setFactor] = useState('');
  const [asked, setAsked] = useState(false);
  const signIn = useMutation({
    mutationFn: () => {
      const body = { email: email.trim(), password, audience: 'vendor' as const };
      return dataOf(
        client.POST('/api/v1/auth/login', { body: factor ? { ...body, second_factor: factor.trim() } : body }),
      );
    },
    onSuccess: (tokens) => session.begin(tokens),
    onError: (error) => setAsked((before) => before || FACTOR.has((error as ApiProblem).code)),
  });
  return { email, setEmail, password, setPassword, factor, setFactor, asked, signIn };
};

function Form() {
  const { t } = useSpeech();
  const problem = useProblemText();
  const { signIn, ...of } = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form className="panel grid gap-4" onSubmit={submit}>
      <TextField
        label={t('area.email')}
        type="email"
        autoComplete="username"
        required
        value={of.email}
        onChange={of.setEmail}
      />
      <TextField
        label={t('area.password')}
        type="password"
        autoComplete="current-password"
        required
        value={of.password}
        onChange={of.setPassword}
      />
      {of.asked ? (
        <TextField
          label={t('area.factor')}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          value={of.factor}
          onChange={of.setFactor}
        />
      ) : null}
      {signIn.isError ? <Notice kind="danger">{problem(signIn.error)}</Notice> : null}
      <Button type="submit" busy={signIn.isPending}>
        {t('area.signIn')}
      </Button>
    </form>
  );
}

export function SignIn() {
  const { t } = useSpeech();
  useTitle(t('area.title'));
  return (
    <main className="mx-auto grid w-full max-w-112 flex-1 content-center gap-6 p-4">
      <header className="grid gap-2">
        <div className="flex items-center justify-between">
          <MarkIcon size={44} className="text-action" />
          <Tongue />
        </div>
        <h1 className="text-title">{t('area.title')}</h1>
        <p className="text-soft">{t('area.lead')}</p>
      </header>
      <Form />
      <a className="link justify-self-start" href="/">
        {t('area.toShop')}
      </a>
    </main>
  );
}
