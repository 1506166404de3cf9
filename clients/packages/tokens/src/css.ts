import { elevation, motion, palettes, radius, target, type } from './index.ts';

const lines = (pairs: Iterable<readonly [string, string]>, indent = '  '): string =>
  [...pairs].map(([name, value]) => `${indent}${name}: ${value};`).join('\n');

const colours = (theme: 'light' | 'dark'): (readonly [string, string])[] => [
  ...Object.entries(palettes[theme]).map(([name, value]) => [`--c-${name}`, value] as const),
  ...Object.entries(elevation[theme]).map(([name, value]) => [`--e-${name}`, value] as const),
];

const sizes = (language: 'en' | 'bn'): (readonly [string, string])[] =>
  Object.entries(type).flatMap(([name, size]) => [
    [`--t-${name}`, `${String(size[language][0])}rem`] as const,
    [`--l-${name}`, `${String(size[language][1])}rem`] as const,
  ]);

const named = (): (readonly [string, string])[] => [
  ...Object.keys(palettes.light).map((name) => [`--color-${name}`, `var(--c-${name})`] as const),
  ...Object.keys(type).flatMap((name) => [
    [`--text-${name}`, `var(--t-${name})`] as const,
    [`--text-${name}--line-height`, `var(--l-${name})`] as const,
  ]),
  ...Object.entries(radius).map(([name, size]) => [`--radius-${name}`, `${String(size)}px`] as const),
  ...Object.keys(elevation.light).map((name) => [`--shadow-${name}`, `var(--e-${name})`] as const),
  ['--font-sans', "'Anek', 'Noto Sans Bengali', system-ui, sans-serif"],
  ['--spacing', '0.25rem'],
  ['--spacing-target', `${String(target)}px`],
  ['--breakpoint-sm', '36rem'],
  ['--breakpoint-md', '48rem'],
  ['--breakpoint-lg', '64rem'],
  ['--breakpoint-xl', '84rem'],
];

/** The tokens as CSS: a theme for Tailwind with nothing else in it, and the values by theme, language and motion. */
export const themeCss =
  (): string => `/* Made from src/index.ts; \`npx vitest run packages/tokens -u\` writes it anew. */
@theme inline {
  --color-*: initial;
  --text-*: initial;
  --radius-*: initial;
  --shadow-*: initial;
  --font-*: initial;
  --breakpoint-*: initial;
  --color-transparent: transparent;
  --color-current: currentColor;
${lines(named())}
}

:root,
[data-theme='light'] {
  color-scheme: light;
${lines(colours('light'))}
}

:root,
:lang(en) {
${lines(sizes('en'))}
}

:root {
  --quick: ${String(motion.quick)}ms;
  --calm: ${String(motion.calm)}ms;
}

:lang(bn) {
${lines(sizes('bn'))}
}

@media (prefers-color-scheme: dark) {
  :root:not([data-theme='light']) {
    color-scheme: dark;
${lines(colours('dark'), '    ')}
  }
}

[data-theme='dark'] {
  color-scheme: dark;
${lines(colours('dark'))}
}

@media (prefers-reduced-motion: reduce) {
  :root {
    --quick: 0ms;
    --calm: 0ms;
  }
}
`;
