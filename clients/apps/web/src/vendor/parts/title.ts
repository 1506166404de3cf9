import { useEffect } from 'react';
import { useSpeech } from '../speech.ts';

/** A number of an order that is not broken at its hyphens. */
export const unbroken = (number: string): string => number.replaceAll('-', '-\u2060');

/** The title of the document while a page is shown. */
export const useTitle = (title: string | undefined): void => {
  const { t } = useSpeech();
  useEffect(() => {
    if (title) document.title = t('page', { title });
  }, [title, t]);
};
