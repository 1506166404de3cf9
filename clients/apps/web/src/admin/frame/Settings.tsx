import { useState } from 'react';
import { rememberLanguage } from '../../boot/language.ts';
import { setTheme, type Theme, theme } from '../../boot/theme.ts';
import { useSpeech } from '../speech.ts';

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** Language and appearance: each person's own, in this browser. */
export function Settings() {
  const { t, language } = useSpeech();
  const [chosen, choose] = useState(theme);
  const other = language === 'bn' ? 'en' : 'bn';
  const change = () => {
    rememberLanguage(other);
    location.reload();
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <button type="button" className="chip tongue" lang={other} aria-label={t('language.switch')} onClick={change}>
        {t('language.other')}
      </button>
      <label className="desk-filter">
        <span className="sr-only">{t('theme.name')}</span>
        <select
          value={chosen}
          onChange={(event) => {
            const wanted = event.target.value as Theme;
            setTheme(wanted);
            choose(wanted);
          }}
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {t(`theme.${each}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
