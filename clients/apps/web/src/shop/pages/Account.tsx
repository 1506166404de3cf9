import { Button, buttonClass, Notice, TextField, useProblemText, useToast } from '@bdcommerce/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Addresses } from '../account/Addresses.tsx';
import { Sessions } from '../account/Sessions.tsx';
import { session, useUser } from '../api.ts';
import { CodeBox } from '../checkout/CodeBox.tsx';
import { useTitle } from '../parts/title.ts';
import { profile, useRename, useSignOut } from '../queries/account.ts';
import { bringCartAlong } from '../queries/cart.ts';
import { usePurchaseSpeech } from '../speech.ts';

function SignIn() {
  const { t } = usePurchaseSpeech();
  const queries = useQueryClient();
  const [phone, setPhone] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <div className="panel mt-4 grid max-w-104 gap-4">
      <h1 className="text-name">{t('account.signIn')}</h1>
      <p className="text-soft">{t('account.signInText')}</p>
      <TextField
        label={t('account.phone')}
        wrong={wrong ? t('checkout.badPhone') : undefined}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        value={phone}
        onChange={(typed) => {
          setWrong(false);
          setPhone(typed);
        }}
      />
      <CodeBox
        phone={phone}
        purpose="login"
        onMissing={() => setWrong(true)}
        onVerified={(found) => {
          if ('access_token' in found) session.begin(found);
          void bringCartAlong(queries);
        }}
      />
    </div>
  );
}

function About() {
  const { t, phone } = usePurchaseSpeech();
  const problem = useProblemText();
  const say = useToast();
  const found = useQuery(profile).data;
  const rename = useRename();
  const [name, setName] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name?.trim()) rename.mutate(name.trim(), { onSuccess: () => say(t('account.saved')) });
  };
  if (!found) return null;
  return (
    <section className="section">
      <h2 className="pb-3 text-name">{t('account.profile')}</h2>
      <form className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2" onSubmit={submit}>
        <TextField
          label={t('account.name')}
          autoComplete="name"
          maxLength={120}
          value={name ?? found.name ?? ''}
          onChange={setName}
        />
        <Button type="submit" look="quiet" busy={rename.isPending}>
          {t('save')}
        </Button>
      </form>
      {rename.isError ? <Notice kind="danger">{problem(rename.error)}</Notice> : null}
      <p className="pt-3 text-soft">
        {[found.phone ? phone(found.phone) : '', found.email ?? ''].filter(Boolean).join(' · ')}
      </p>
    </section>
  );
}

export default function AccountPage() {
  const { t } = usePurchaseSpeech();
  const user = useUser();
  const out = useSignOut();
  useTitle(t('account.title'));
  if (!user) return <SignIn />;
  return (
    <div className="narrow">
      <div className="flex flex-wrap items-center justify-between gap-4 py-4">
        <h1 className="text-title">{user.name ? t('account.hello', { name: user.name }) : t('account.title')}</h1>
        <div className="flex gap-3">
          <Link to="/orders" className={buttonClass('quiet', true)}>
            {t('account.orders')}
          </Link>
          <Button look="bare" small busy={out.isPending} onClick={() => out.mutate()}>
            {t('account.signOut')}
          </Button>
        </div>
      </div>
      <About />
      <Addresses />
      <Sessions />
    </div>
  );
}
