import type { Language } from '@bdcommerce/i18n';

/** The language the page was served in. */
export const language = (): Language => (document.documentElement.lang === 'en' ? 'en' : 'bn');

const YEAR_SECONDS = 31_536_000;

/** Remembered for links that say no language; the gateway reads it too. */
export const rememberLanguage = (wanted: Language): void => {
  document.cookie = `language=${wanted}; path=/; max-age=${String(YEAR_SECONDS)}; samesite=lax`;
};
