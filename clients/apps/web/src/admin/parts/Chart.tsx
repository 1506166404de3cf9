import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSpeech } from '../speech.ts';
import type { Drawing } from './draw.ts';
import { Section } from './Screen.tsx';

/** Changes when the colours do. */
const useLook = (): number => {
  const [look, setLook] = useState(0);
  useEffect(() => {
    const changed = () => setLook((before) => before + 1);
    const watch = new MutationObserver(changed);
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', changed);
    return () => {
      watch.disconnect();
      dark.removeEventListener('change', changed);
    };
  }, []);
  return look;
};

interface Props {
  title: string;
  drawing: Drawing;
  /** What the first column of the table behind it is. */
  head: string;
  actions?: ReactNode;
}

/** A picture of numbers, and the numbers. The drawing is fetched when there is something to draw. */
export function Chart({ title, drawing, head, actions }: Props) {
  const { t } = useSpeech();
  const place = useRef<HTMLDivElement>(null);
  const look = useLook();
  useEffect(() => {
    let end: (() => void) | undefined;
    let over = false;
    void import('./draw.ts').then(({ draw }) => {
      if (!over && place.current) end = draw(place.current, drawing);
    });
    return () => {
      over = true;
      end?.();
    };
  }, [drawing, look]);
  const names = drawing.series.map((each) => each.name);
  return (
    <Section title={title} actions={actions}>
      {drawing.series.length > 1 ? (
        <ul className="flex flex-wrap gap-x-4 text-note" aria-hidden="true">
          {drawing.series.map((each) => (
            <li key={each.name} className="inline-flex items-center gap-2">
              <span className={`inline-block size-3 rounded-small ${each.tone === 'deal' ? 'bg-deal' : 'bg-action'}`} />
              {each.name}
            </li>
          ))}
        </ul>
      ) : null}
      <div ref={place} className="desk-chart" role="img" aria-label={t('chart.picture', { title })} />
      <details>
        <summary className="min-h-11 content-center text-action">{t('chart.numbers')}</summary>
        <table className="desk-table">
          <thead>
            <tr>
              {[head, ...names].map((each, n) => (
                <th key={each} scope="col" className={n ? 'end' : ''}>
                  {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drawing.labels.map((label, n) => (
              <tr key={label}>
                <td data-label={head}>{label}</td>
                {drawing.series.map((each) => (
                  <td key={each.name} className="end" data-label={each.name}>
                    {drawing.say(each.values[n] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Section>
  );
}
