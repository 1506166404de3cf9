import { expect, test } from 'vitest';
import { themeCss } from './css.ts';
import { palettes } from './index.ts';

test('theme.css is what the tokens say', async () => {
  await expect(themeCss()).toMatchFileSnapshot('../theme.css');
});

const channel = (value: number): number => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const readable = [
  ['ink', 'ground'],
  ['ink', 'raised'],
  ['ink', 'tile'],
  ['soft', 'ground'],
  ['soft', 'raised'],
  ['soft', 'tile'],
  ['action', 'ground'],
  ['action', 'raised'],
  ['action', 'action-tint'],
  ['on-action', 'action'],
  ['on-action', 'action-deep'],
  ['on-deal', 'deal'],
  ['deal-ink', 'ground'],
  ['deal-ink', 'deal-tint'],
  ['danger', 'ground'],
  ['danger', 'danger-tint'],
  ['on-danger', 'danger'],
] as const;

test.each((['light', 'dark'] as const).flatMap((theme) => readable.map((pair) => [theme, ...pair] as const)))(
  'in the %s theme %s can be read on %s',
  (theme, text, ground) => {
    expect(contrast(palettes[theme][text], palettes[theme][ground])).toBeGreaterThanOrEqual(4.5);
  },
);

test.each(['light', 'dark'] as const)('in the %s theme the edge of a field can be seen', (theme) => {
  expect(contrast(palettes[theme].edge, palettes[theme].ground)).toBeGreaterThanOrEqual(3);
});
