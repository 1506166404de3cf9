import { createElement, Fragment, type ReactNode } from 'react';

/** What a text of a vendor may be made of; anything else is shown as the plain text in it. */
const KNOWN = new Set('p ul ol li strong b em i br h2 h3 h4 table thead tbody tr th td'.split(' '));

const drawn = (node: ChildNode, key: number): ReactNode => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  const name = node.nodeName.toLowerCase();
  const inside = [...node.childNodes].map(drawn);
  if (name === 'br') return createElement('br', { key });
  return createElement(KNOWN.has(name) ? name : Fragment, { key }, ...inside);
};

/** A description as its vendor laid it out: read as a document without a window, so nothing in it can act. */
export function Rich({ html }: { html: string }) {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  return <div className="prose">{[...body.childNodes].map(drawn)}</div>;
}
