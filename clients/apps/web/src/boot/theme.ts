export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'bdc.theme';

export const theme = (): Theme => {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
};

export const setTheme = (wanted: Theme): void => {
  if (wanted === 'auto') {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(KEY, wanted);
    document.documentElement.dataset['theme'] = wanted;
  }
};
