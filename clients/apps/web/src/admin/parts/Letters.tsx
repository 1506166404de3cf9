import type { Schemas } from '@bdcommerce/api-client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useSpeech } from '../speech.ts';
import { Section } from './Screen.tsx';
import { useWord, When, Who } from './words.tsx';

type Letter = Schemas['StaffLetterView'];

/** A photo that only staff may see: it is fetched with their token, not by its address. */
function Photo({ name, fetch }: { name: string; fetch: (name: string) => Promise<Blob> }) {
  const { t } = useSpeech();
  const found = useQuery({ queryKey: ['photo', name], queryFn: () => fetch(name), staleTime: Infinity });
  const url = useMemo(() => (found.data ? URL.createObjectURL(found.data) : ''), [found.data]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return url ? <img src={url} alt={t('care.photo')} className="max-h-80 rounded-medium" /> : null;
}

interface Props {
  of: readonly Letter[];
  photo: (name: string) => Promise<Blob>;
}

/** What both sides and staff wrote, the oldest first. */
export function Letters({ of, photo }: Props) {
  const { t } = useSpeech();
  const word = useWord();
  return (
    <Section title={t('care.letters')}>
      <ol className="grid gap-3">
        {of.map((each) => (
          <li key={each.id} className="desk-letter grid gap-1" data-side={each.side} data-internal={each.internal}>
            <p className="text-note text-soft">
              {word(each.side)}
              {each.side === 'staff' ? (
                <>
                  {', '}
                  <Who id={each.author_id} />
                </>
              ) : null}
              {' · '}
              <When at={each.at} />
              {each.internal ? ` · ${t('care.internal')}` : ''}
            </p>
            {each.text ? <p className="whitespace-pre-wrap">{each.text}</p> : null}
            {each.photo ? <Photo name={each.photo} fetch={photo} /> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}
