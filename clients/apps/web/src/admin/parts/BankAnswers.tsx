import { Button, Notice, useProblemText, useToast } from '@bdcommerce/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answers } from '../queries/money.ts';
import { useSpeech } from '../speech.ts';
import { GiveFile } from './GiveFile.tsx';
import { Section } from './Screen.tsx';
import { Code, useWord } from './words.tsx';

/** The bank's file of what became of payouts: shown first, taken in only then. */
export function BankAnswers() {
  const { t, digits } = useSpeech();
  const word = useWord();
  const problem = useProblemText();
  const say = useToast();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const look = useMutation({ mutationFn: (given: File) => answers(given, true) });
  const take = useMutation({
    mutationFn: (given: File) => answers(given, false),
    onSuccess: () => {
      say(t('act.done', { what: t('money.takeIn') }));
      void queries.invalidateQueries();
    },
  });
  const report = take.data ?? look.data;
  const error = take.error ?? look.error;
  return (
    <Section title={t('money.tab.answers')}>
      <p className="text-soft">{t('money.answersText')}</p>
      <GiveFile
        label={t('money.file')}
        hint={t('money.fileHint')}
        action={t('money.preview')}
        busy={look.isPending}
        onFile={(given) => {
          setFile(given);
          take.reset();
          look.mutate(given);
        }}
      />
      {error ? <Notice kind="danger">{problem(error)}</Notice> : null}
      {report ? (
        <>
          <table className="desk-table">
            <thead>
              <tr>
                <th scope="col">{t('money.row')}</th>
                <th scope="col">{t('money.payout')}</th>
                <th scope="col">{t('money.becomes')}</th>
              </tr>
            </thead>
            <tbody>
              {report.rows.map((row) => (
                <tr key={row.row}>
                  <td data-label={t('money.row')}>{digits(row.row)}</td>
                  <td data-label={t('money.payout')}>
                    <Code id={row.payout_id} />
                  </td>
                  <td data-label={t('money.becomes')}>
                    {row.problem ? <span className="text-danger">{row.problem}</span> : word(row.outcome)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {take.data ? null : (
            <Button className="justify-self-start" busy={take.isPending} onClick={() => file && take.mutate(file)}>
              {t('money.takeIn')}
            </Button>
          )}
        </>
      ) : null}
    </Section>
  );
}
