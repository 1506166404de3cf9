import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Rich } from './Rich.tsx';

test('lists and paragraphs stay what they are', () => {
  const { container } = render(<Rich html="<p>Good <b>rice</b></p><ul><li>5 kg</li></ul>" />);
  expect(container.querySelector('.prose')?.innerHTML).toBe('<p>Good <b>rice</b></p><ul><li>5 kg</li></ul>');
});

test('nothing in it acts', () => {
  const { container } = render(
    <Rich html='<p onclick="x()">a</p><script>x()</script><img src=x onerror="x()"><a href="javascript:x()">b</a>' />,
  );
  expect(container.querySelectorAll('script, img, a, [onclick]')).toHaveLength(0);
});
