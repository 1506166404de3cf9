export type Language = 'bn' | 'en';

/** Every word of the shop stands in both languages; what is shown falls back to the one there is. */
export interface Localized {
  bn?: string;
  en?: string;
}

export interface Money {
  /** Poisha. */
  amount: number;
  currency?: string;
}

const BANGLA = '০১২৩৪৫৬৭৮৯';
const DHAKA = 'Asia/Dhaka';
const TAKA = '\u09F3';

/** Digits of the language, in whatever else the text says. */
export const digits = (text: string | number, language: Language): string =>
  language === 'bn' ? String(text).replace(/[0-9]/g, (digit) => BANGLA[Number(digit)] ?? digit) : String(text);

/** Latin digits, whichever were typed. */
export const latin = (text: string): string => text.replace(/[০-৯]/g, (digit) => String(BANGLA.indexOf(digit)));

/** By lakh and crore: 1,23,45,678. */
const grouped = (whole: string): string => {
  const head = whole.slice(0, -3);
  return head ? `${head.replace(/\B(?=(\d{2})+(?!\d))/g, ',')},${whole.slice(-3)}` : whole;
};

export const number = (value: number, language: Language): string =>
  digits(`${value < 0 ? '-' : ''}${grouped(String(Math.abs(Math.round(value))))}`, language);

/** ৳1,299; with poisha only where there are some, or where `exact`. */
export const money = (value: Money | number, language: Language, exact = false): string => {
  const poisha = typeof value === 'number' ? value : value.amount;
  const whole = grouped(String(Math.trunc(Math.abs(poisha) / 100)));
  const rest = Math.abs(poisha) % 100;
  const part = rest || exact ? `.${String(rest).padStart(2, '0')}` : '';
  return `${poisha < 0 ? '\u2212' : ''}${TAKA}${digits(whole + part, language)}`;
};

/** Hundredths of a star as 4.6. */
export const stars = (hundredths: number, language: Language): string =>
  digits((hundredths / 100).toFixed(1), language);

const locale = (language: Language): string => (language === 'bn' ? 'bn-BD' : 'en-GB');

type Shape = 'day' | 'date' | 'time' | 'moment';
const SHAPES: Record<Shape, Intl.DateTimeFormatOptions> = {
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit', hour12: true },
  moment: { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', hour12: true },
};
const made = new Map<string, Intl.DateTimeFormat>();

/** An instant as it is in Dhaka, or a day without a clock (`2026-11-24`). */
export const date = (value: string | Date, language: Language, shape: Shape = 'date'): string => {
  const alone = typeof value === 'string' && value.length === 10;
  const key = `${language}${shape}${String(alone)}`;
  const format =
    made.get(key) ??
    new Intl.DateTimeFormat(locale(language), {
      ...SHAPES[shape],
      timeZone: alone ? 'UTC' : DHAKA,
      numberingSystem: 'latn',
    });
  made.set(key, format);
  return digits(format.format(new Date(value)), language);
};

/** The text of a language, or the other one rather than nothing. */
export const local = (text: Localized | null | undefined, language: Language): string =>
  (language === 'bn' ? text?.bn || text?.en : text?.en || text?.bn) ?? '';

const PHONE = /^(?:\+?880|00880|0)?(1[3-9][0-9]{8})$/;
const EXTRA_ZERO = /^\+?88(01[3-9][0-9]{8})$/;

/** A mobile number of Bangladesh as +8801712345678, however it was typed; empty: it is none. */
export const phone = (typed: string): string => {
  const bare = latin(typed).replace(/[\s\-().]/g, '');
  const found =
    PHONE.exec(bare)?.[1] ?? EXTRA_ZERO.exec(bare)?.[1]?.slice(1) ?? /^\+?8800(1[3-9][0-9]{8})$/.exec(bare)?.[1] ?? '';
  return found ? `+880${found}` : '';
};

/** 01712-345678 */
export const shownPhone = (stored: string, language: Language): string =>
  digits(stored.replace(/^\+880(\d{4})(\d{6})$/, '0$1-$2'), language);
