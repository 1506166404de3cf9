import { type ApiProblem, dataOf } from '@bdcommerce/api-client';
import { Button, MarkIcon, Notice, TextField, useProblemText } from '@bdcommerce/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { client, session } from '../api.ts';
import { useSpeech } from '../speech.ts';
import { Settings } from './Settings.tsx';

const FACTOR = ['second_factor_needed', 'wrong_second_factor'];

/** The door for staff. The second factor is asked for when the server asks for it. */
export function SignIn() {
  const { t } = useSpeech();
  const problem = useProblemText();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [factor, setFactor] = useState('');
  const signIn = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST('/api/v1/auth/login', {
          body: { email, password, audience: 'admin', ...(factor ? { second_factor: factor } : {}) },
        }),
      ),
    onSuccess: (tokens) => session.begin(tokens),
  });
  const code = (signIn.error as ApiProblem | null)?.code ?? '';
  const [asked, setAsked] = useState(false);
  if (FACTOR.includes(code) && !asked) setAsked(true);
  useEffect(() => {
    document.title = t('page', { title: t('area.title') });
  }, [t]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-8 p-4">
      <MarkIcon size={48} className="text-action" />
      <form className="panel grid w-full max-w-104 gap-4" onSubmit={submit}>
        <h1 className="text-name">{t('area.title')}</h1>
        <TextField
          label={t('area.email')}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={setEmail}
        />
        <TextField
          label={t('area.password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
        />
        {asked ? (
          <TextField
            label={t('area.factor')}
            hint={t('area.factorHint')}
            autoComplete="one-time-code"
            autoFocus
            required
            value={factor}
            onChange={setFactor}
          />
        ) : null}
        {signIn.isError ? (
          <Notice kind={code === 'second_factor_needed' ? 'plain' : 'danger'}>{problem(signIn.error)}</Notice>
        ) : null}
        <Button type="submit" busy={signIn.isPending}>
          {t('area.signIn')}
        </Button>
      </form>
      <Settings />
    </main>
  );
}
