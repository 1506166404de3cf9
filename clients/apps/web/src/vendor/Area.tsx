import { Button, MarkIcon, Notice, TextField, useProblemText } from '@bdcommerce/ui';
import { dataOf } from '@bdcommerce/api-client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { client, session } from './api.ts';
import { useSpeech } from './speech.ts';

const AUDIENCE = 'vendor' as const;

const useUserName = (): string | null =>
  useSyncExternalStore(
    (hear) => session.listen(hear),
    () => session.user && (session.user.name || session.user.email || session.user.phone || session.user.id),
  );

function SignIn() {
  const { t } = useSpeech();
  const problem = useProblemText();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [factor, setFactor] = useState('');
  const signIn = useMutation({
    mutationFn: () =>
      dataOf(
        client.POST('/api/v1/auth/login', {
          body: { email, password, audience: AUDIENCE, ...(factor ? { second_factor: factor } : {}) },
        }),
      ),
    onSuccess: (tokens) => session.begin(tokens),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
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
      <TextField
        label={t('area.factor')}
        optional
        inputMode="numeric"
        autoComplete="one-time-code"
        value={factor}
        onChange={setFactor}
      />
      {signIn.isError ? <Notice kind="danger">{problem(signIn.error)}</Notice> : null}
      <Button type="submit" busy={signIn.isPending}>
        {t('area.signIn')}
      </Button>
    </form>
  );
}

/** Who may come in, comes in here. */
export function Area() {
  const { t } = useSpeech();
  const name = useUserName();
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-8 p-4">
      <MarkIcon size={48} className="text-action" />
      {name === null ? (
        <SignIn />
      ) : (
        <div className="grid justify-items-center gap-4">
          <h1 className="text-name">{t('area.title')}</h1>
          <p>{t('area.hello', { name })}</p>
          <Button look="quiet" onClick={() => session.end()}>
            {t('area.signOut')}
          </Button>
        </div>
      )}
    </main>
  );
}
