import { rememberLanguage } from '../../boot/language.ts';
import { useSpeech } from '../speech.ts';

/** The same page in the other language: the document is fetched anew, its words, fonts and all. */
export function Tongue() {
  const { t, language } = useSpeech();
  const other = language === 'bn' ? 'en' : 'bn';
  return (
    <button
      type="button"
      className="frame-tool tongue"
      lang={other}
      aria-label={t('language.switch')}
      onClick={() => {
        rememberLanguage(other);
        location.reload();
      }}
    >
      {t('language.other')}
    </button>
  );
}
