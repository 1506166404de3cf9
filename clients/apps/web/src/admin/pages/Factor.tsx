import { dataOf } from '@bdcommerce/api-client';
import { Button, Notice, TextField, useProblemText } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { client } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { useWord, When } from '../parts/words.tsx';
import { useSpeech } from '../speech.ts';

const standing = () => dataOf(client.GET('/api/v1/me/second-factor', {}));
const begin = () => dataOf(client.POST('/api/v1/me/second-factor', {}));
const confirm = (code: string) => dataOf(client.POST('/api/v1/me/second-factor/confirmation', { body: { code } }));
const remove = (code: string) => dataOf(client.POST('/api/v1/me/second-factor/removal', { body: { code } }));

function SetUp() {
  const { t } = useSpeech();
  const problem = useProblemText();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const started = useMutation({ mutationFn: begin });
  const confirmed = useMutation({
    mutationFn: () => confirm(code),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['may'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirmed.mutate();
  };
  if (confirmed.data) {
    return (
      <Section title={t('factor.codes')}>
        <p>{t('factor.codesText')}</p>
        <ul className="grid grid-cols-2 gap-2">
          {confirmed.data.recovery_codes.map((each) => (
            <li key={each}>
              <code>{each}</code>
            </li>
          ))}
        </ul>
      </Section>
    );
  }
  if (!started.data) {
    return (
      <Section title={t('factor.setUp')}>
        <p>{t('factor.setUpText')}</p>
        {started.isError ? <Notice kind="danger">{problem(started.error)}</Notice> : null}
        <Button className="justify-self-start" busy={started.isPending} onClick={() => started.mutate()}>
          {t('factor.begin')}
        </Button>
      </Section>
    );
  }
  return (
    <Section title={t('factor.setUp')}>
      <p>{t('factor.secretText')}</p>
      <p>
        <code className="text-lead break-all">{started.data.secret}</code>
      </p>
      <a className="link" href={started.data.otpauth_uri}>
        {t('factor.open')}
      </a>
      <form className="grid max-w-80 gap-4" onSubmit={submit}>
        <TextField
          label={t('area.factor')}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          value={code}
          onChange={setCode}
        />
        {confirmed.isError ? <Notice kind="danger">{problem(confirmed.error)}</Notice> : null}
        <Button type="submit" busy={confirmed.isPending}>
          {t('factor.confirm')}
        </Button>
      </form>
    </Section>
  );
}

/** One's own second factor: whether it stands, setting it up, taking it away. */
export default function Factor() {
  const { t, digits } = useSpeech();
  const word = useWord();
  const found = useQuery({ queryKey: ['second-factor'], queryFn: standing });
  const code = { name: 'code', label: t('area.factor') };
  return (
    <Screen title={t('factor.title')} lead={t('factor.lead')}>
      <Fetched of={found}>
        {(factor) =>
          factor.standing === 'on' ? (
            <Section
              title={t('factor.on')}
              actions={
                <Act
                  look="danger"
                  label={t('factor.remove')}
                  text={t('factor.removeText')}
                  asks={[code]}
                  run={(v) => remove(v['code'] ?? '')}
                />
              }
            >
              <Facts
                of={[
                  [t('factor.since'), <When key="" at={factor.since} />],
                  [t('factor.left'), digits(factor.recovery_codes_left)],
                  [t('factor.demand'), word(factor.demand)],
                ]}
              />
            </Section>
          ) : (
            <SetUp />
          )
        }
      </Fetched>
    </Screen>
  );
}
