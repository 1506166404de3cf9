/** The one place where colours, spaces, type and motion are decided. The web reads them as CSS (theme.css, made from
 * here), the mobile app as values. */

export const palettes = {
  light: {
    ground: '#faf6ef',
    raised: '#fffdfa',
    tile: '#f1eadf',
    ink: '#211b14',
    soft: '#655b4e',
    line: '#e4dbcd',
    edge: '#8f8474',
    action: '#0c5a3e',
    'action-deep': '#08442f',
    'action-tint': '#e2eee6',
    'on-action': '#ffffff',
    deal: '#f5b335',
    'on-deal': '#2b1d02',
    'deal-ink': '#8a4b06',
    'deal-tint': '#fdf0d6',
    danger: '#a3301f',
    'danger-tint': '#fbe7e2',
    'on-danger': '#ffffff',
    shade: '#211b1466',
  },
  dark: {
    ground: '#171410',
    raised: '#211d18',
    tile: '#2c2721',
    ink: '#f4ede2',
    soft: '#b9ad9c',
    line: '#3a332b',
    edge: '#85796a',
    action: '#6cc79a',
    'action-deep': '#8fd9b4',
    'action-tint': '#1d332a',
    'on-action': '#06251a',
    deal: '#f5b335',
    'on-deal': '#2b1d02',
    'deal-ink': '#f7c566',
    'deal-tint': '#3a2c12',
    danger: '#f29a88',
    'danger-tint': '#43211b',
    'on-danger': '#2d0c06',
    shade: '#0000008c',
  },
} as const;

export type Colour = keyof (typeof palettes)['light'];

/** Pixels; every space is a multiple of it. */
export const grid = 4;
/** Pixels; nothing that is touched is smaller. */
export const target = 44;

/** Size and line height in rem: Latin, and Bangla a touch larger with air between its lines. */
export const type = {
  note: { en: [0.8125, 1.25], bn: [0.875, 1.4375] },
  body: { en: [1, 1.5], bn: [1.0625, 1.75] },
  lead: { en: [1.125, 1.625], bn: [1.1875, 1.9375] },
  name: { en: [1.375, 1.75], bn: [1.4375, 2.125] },
  title: { en: [1.75, 2.125], bn: [1.8125, 2.625] },
  display: { en: [2.5, 2.75], bn: [2.5625, 3.5] },
} as const;

/** Pixels. */
export const radius = { small: 6, medium: 12, large: 20, round: 999 } as const;

/** Milliseconds; all of it becomes nothing where less motion is wished for. */
export const motion = { quick: 120, calm: 180 } as const;

export const elevation = {
  light: { low: '0 1px 2px #211b140f, 0 2px 8px #211b140a', high: '0 8px 32px #211b1426' },
  dark: { low: '0 1px 2px #00000066', high: '0 8px 32px #00000099' },
} as const;
