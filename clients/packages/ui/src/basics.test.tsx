import { Speaks } from '@bdcommerce/i18n';
import { common as bn } from '@bdcommerce/i18n/texts/common.bn.ts';
import { common as en } from '@bdcommerce/i18n/texts/common.en.ts';
import { errors } from '@bdcommerce/i18n/texts/errors.en.ts';
import { ApiProblem } from '@bdcommerce/api-client';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { Amount, Cut, Price, Trouble } from './basics.tsx';
import { TextField } from './forms.tsx';

afterEach(cleanup);

const inEnglish = (children: ReactNode) =>
  render(
    <Speaks language="en" texts={{ ...en, ...errors }}>
      {children}
    </Speaks>,
  );
const inBangla = (children: ReactNode) =>
  render(
    <Speaks language="bn" texts={bn}>
      {children}
    </Speaks>,
  );

test('a price says what it was before only where it was higher', () => {
  inBangla(<Price price={{ amount: 103950 }} was={{ amount: 115500 }} />);
  expect(screen.getByText('৳১,০৩৯.৫০')).toBeTruthy();
  expect(screen.getByText('৳১,১৫৫')).toBeTruthy();
  cleanup();
  inBangla(<Price price={{ amount: 100000 }} was={{ amount: 100000 }} />);
  expect(document.querySelector('s')).toBeNull();
});

test('a cut is read out as a sentence', () => {
  inEnglish(<Cut percent={18} />);
  expect(screen.getByText('18% off')).toBeTruthy();
});

test('an amount stays between its least and its most', () => {
  const change = vi.fn();
  inEnglish(<Amount value={1} most={2} onChange={change} />);
  expect(screen.getByLabelText('One fewer').hasAttribute('disabled')).toBe(true);
  fireEvent.click(screen.getByLabelText('One more'));
  expect(change).toHaveBeenCalledWith(2);
});

test('what is wrong is tied to its field', () => {
  inEnglish(<TextField label="Phone" wrong="Eleven digits" value="" onChange={() => undefined} />);
  const field = screen.getByLabelText('Phone');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Eleven digits');
});

test.each([
  [new ApiProblem('wrong_code', 401), 'That is not the code. Look again, or ask for another.'],
  [new ApiProblem('approval_closed' as 'invalid', 409), 'This is not possible any more. Look again.'],
  [new TypeError('x'), 'Something went wrong on our side. Please try again.'],
])('%s is told in words', (error, text) => {
  inEnglish(<Trouble error={error} />);
  expect(screen.getByText(text)).toBeTruthy();
});
