import { Speaks } from '@bdcommerce/i18n';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import bn from '../texts.bn.ts';
import en from '../texts.en.ts';
import { Bulk } from './Bulk.tsx';
import { useChosen } from './chosen.ts';
import { Countdown } from './Countdown.tsx';

afterEach(cleanup);

const shown = (children: ReactNode, language: 'bn' | 'en' = 'en') =>
  render(
    <Speaks language={language} texts={language === 'en' ? en : bn}>
      {children}
    </Speaks>,
  );

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR + 5000).toISOString();

test('a deadline is told in words, in the digits of the language', () => {
  shown(<Countdown due={inHours(3)} />, 'bn');
  expect(screen.getByText('৩ ঘণ্টা ০ মিনিট বাকি').className).toContain('text-deal-ink');
  shown(<Countdown due={inHours(-50)} />);
  expect(screen.getByText('2 d 1 h late').className).toContain('text-danger');
});

function Rows({ ids, act }: { ids: string[]; act: (ids: readonly string[]) => void }) {
  const chosen = useChosen(ids);
  return (
    <>
      {ids.map((id) => (
        <input key={id} type="checkbox" aria-label={id} checked={chosen.has(id)} onChange={() => chosen.turn(id)} />
      ))}
      <Bulk chosen={chosen}>
        <button type="button" onClick={() => act(chosen.ids)}>
          Act
        </button>
      </Bulk>
    </>
  );
}

test('rows are chosen one by one or all at once; what left the list is not acted on', async () => {
  const act = vi.fn();
  const user = userEvent.setup();
  const { rerender } = shown(<Rows ids={['a', 'b', 'c']} act={act} />);
  await user.click(screen.getByLabelText('b'));
  expect(screen.getByText('1 chosen')).toBeTruthy();
  await user.click(screen.getByLabelText('1 chosen'));
  rerender(
    <Speaks language="en" texts={en}>
      <Rows ids={['a', 'c']} act={act} />
    </Speaks>,
  );
  await user.click(screen.getByText('Act'));
  expect(act).toHaveBeenCalledWith(['a', 'c']);
});
