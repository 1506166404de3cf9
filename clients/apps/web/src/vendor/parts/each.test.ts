import { expect, test } from 'vitest';
import { withEach } from './each.ts';

test('what fails does not hold up the others', async () => {
  const refusal = new Error('no');
  const outcome = await withEach([1, 2, 3, 4, 5], (n) => (n === 3 ? Promise.reject(refusal) : Promise.resolve()));
  expect(outcome.done.sort()).toEqual([1, 2, 4, 5]);
  expect(outcome.failed).toEqual([{ item: 3, error: refusal }]);
});

test('no more than three go at once', async () => {
  let [now, most] = [0, 0];
  await withEach(Array.from({ length: 10 }), async () => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now -= 1;
  });
  expect(most).toBeLessThanOrEqual(3);
});
