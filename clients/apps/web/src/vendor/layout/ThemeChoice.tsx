import { useState } from 'react';
import { setTheme, type Theme, theme } from '../../boot/theme.ts';
import { useSpeech } from '../speech.ts';

const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function ThemeChoice() {
  const { t } = useSpeech();
  const [chosen, choose] = useState(theme);
  return (
    <div role="group" aria-label={t('theme.name')} className="flex flex-wrap gap-2">
      {THEMES.map((each) => (
        <button
          key={each}
          type="button"
          className="chip"
          aria-pressed={each === chosen}
          onClick={() => {
            setTheme(each);
            choose(each);
          }}
        >
          {t(`theme.${each}`)}
        </button>
      ))}
    </div>
  );
}
