const DAY_MS = 86_400_000;
const dhaka = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Dhaka' });

/** The last so many days in Dhaka, today among them, as the API asks for them. */
export const lastDays = (days: number, now = new Date()): { from: string; to: string } => ({
  from: dhaka.format(new Date(now.getTime() - (days - 1) * DAY_MS)),
  to: dhaka.format(now),
});
