import { useEffect } from 'react';
import { useSpeech } from '../speech.ts';

/** The title of the document while a page is shown. */
export const useTitle = (title: string | undefined): void => {
  const { t } = useSpeech();
  useEffect(() => {
    if (title) document.title = t('page', { title });
  }, [title, t]);
};
