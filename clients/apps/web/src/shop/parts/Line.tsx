import { Picture } from '@bdcommerce/ui';
import type { Localized } from '@bdcommerce/i18n';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { knownOffer } from '../cart/known.ts';
import { useSpeech } from '../speech.ts';

interface Props {
  offerId: string;
  title: Localized;
  children: ReactNode;
}

/** Something in a cart or an order: its picture where this device knows it, its name, and what is said of it. */
export function Line({ offerId, title, children }: Props) {
  const { local } = useSpeech();
  const known = knownOffer(offerId);
  const name = local(title);
  return (
    <li className="line">
      <div className="tile-picture">
        {known?.image ? (
          <Picture image={{ ...known.image, alt: {} }} sizes="80px" />
        ) : (
          <span className="line-letter" aria-hidden="true">
            {[...name][0]}
          </span>
        )}
      </div>
      <div className="min-w-0">
        {known ? (
          <Link to="/p/$slug" params={{ slug: known.slug }} search={{ offer: offerId }} className="line-name">
            {name}
          </Link>
        ) : (
          <p className="line-name">{name}</p>
        )}
        {known && known.options.length > 0 ? <p className="tile-note">{known.options.join(' · ')}</p> : null}
        {children}
      </div>
    </li>
  );
}
