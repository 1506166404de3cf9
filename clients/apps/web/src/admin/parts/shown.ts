/** A value of any shape, a line for each thing in it, for people to compare. */
export const shown = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join('\n');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, each]) => [name, shown(each)] as const)
      .filter(([, text]) => text)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The name of a place by its key: `dhaka/coxs-bazar` is Coxs Bazar. */
export const placeName = (key: string): string =>
  (key.split('/').at(-1) ?? '').replace(/[-_]/g, ' ').replace(/\b\p{Ll}/gu, (letter) => letter.toUpperCase());
