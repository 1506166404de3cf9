import type { Schemas } from '@bdcommerce/api-client';
import { Button, Notice, useProblemText, useToast } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as api from '../queries/settlements.ts';
import { useSpeech } from '../speech.ts';
import { GiveFile } from './GiveFile.tsx';
import { Facts, Section } from './Screen.tsx';
import { useWord } from './words.tsx';

function Seen({ of: seen }: { of: Schemas['payments_schemas_settlements_PreviewView'] }) {
  const { t, money, digits } = useSpeech();
  const word = useWord();
  return (
    <>
      {seen.missing.length ? (
        <Notice kind="danger">{t('settle.missing', { columns: seen.missing.join(', ') })}</Notice>
      ) : null}
      {seen.unread.length ? (
        <Notice kind="deal">{t('settle.unread', { rows: seen.unread.map((row) => row.row).join(', ') })}</Notice>
      ) : null}
      <Facts
        of={[
          [t('settle.lines'), digits(seen.lines)],
          [t('settle.known'), digits(seen.known)],
          [t('settle.gross'), money(seen.gross)],
          [t('settle.charge'), money(seen.charge)],
          ...seen.outcomes.map(
            (each) => [word(`line_${each.outcome}`), `${digits(each.lines)} · ${money(each.gross)}`] as const,
          ),
        ]}
      />
    </>
  );
}

/** A file of a provider or courier: shown first, imported only then. */
export function SettlementFile() {
  const { t } = useSpeech();
  const word = useWord();
  const problem = useProblemText();
  const say = useToast();
  const queries = useQueryClient();
  const sources = useQuery(api.sources).data?.items ?? [];
  const [chosen, choose] = useState('');
  const [file, setFile] = useState<File>();
  const [kind, source] = chosen.split(' ') as [api.Kind, string];
  const look = useMutation({ mutationFn: (given: File) => api.preview(kind, source, given) });
  const take = useMutation({
    mutationFn: (given: File) => api.importFile(kind, source, given),
    onSuccess: () => {
      say(t('act.done', { what: t('settle.import') }));
      look.reset();
      void queries.invalidateQueries();
    },
  });
  const error = take.error ?? look.error;
  const seen = look.data;
  return (
    <Section title={t('settle.import')}>
      <label className="desk-filter justify-self-start">
        <span>{t('settle.source')}</span>
        <select
          value={chosen}
          onChange={(event) => {
            choose(event.target.value);
            look.reset();
          }}
        >
          <option value="">–</option>
          {sources.map((each) => (
            <option key={`${each.kind} ${each.source}`} value={`${each.kind} ${each.source}`}>
              {word(each.source)}
            </option>
          ))}
        </select>
      </label>
      {chosen ? (
        <GiveFile
          label={t('settle.file')}
          hint={t('settle.fileHint')}
          action={t('money.preview')}
          busy={look.isPending}
          onFile={(given) => {
            setFile(given);
            look.mutate(given);
          }}
        />
      ) : null}
      {error ? <Notice kind="danger">{problem(error)}</Notice> : null}
      {seen ? (
        <>
          <Seen of={seen} />
          <Button
            className="justify-self-start"
            busy={take.isPending}
            disabled={seen.missing.length > 0}
            onClick={() => file && take.mutate(file)}
          >
            {t('settle.importNow')}
          </Button>
        </>
      ) : null}
    </Section>
  );
}
