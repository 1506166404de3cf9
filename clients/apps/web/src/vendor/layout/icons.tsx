import { BagIcon, CheckIcon, PersonIcon, ReturnIcon, StarIcon, TruckIcon } from '@bdcommerce/ui';
import type { ReactNode } from 'react';

interface Section {
  to: string;
  name: 'today' | 'orders' | 'returns' | 'products' | 'stock' | 'money' | 'performance' | 'settings';
  Icon: typeof BagIcon;
  exact?: boolean;
}

const drawn = (shape: ReactNode) =>
  function Icon({ size = 22 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {shape}
      </svg>
    );
  };

const StockIcon = drawn(<path d="M4 8 12 4l8 4v8l-8 4-8-4V8Zm0 0 8 4 8-4M12 12v8" />);
const MoneyIcon = drawn(<path d="M3 7h18v11H3V7Zm9 8.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM6 10v.01M18 15v.01" />);
export const MoreIcon = drawn(<path d="M5 7h14M5 12h14M5 17h14" />);

/** The parts of the vendor centre, what is needed most often first. */
export const SECTIONS: readonly Section[] = [
  { to: '/', name: 'today', Icon: CheckIcon, exact: true },
  { to: '/orders', name: 'orders', Icon: TruckIcon },
  { to: '/products', name: 'products', Icon: BagIcon },
  { to: '/stock', name: 'stock', Icon: StockIcon },
  { to: '/money', name: 'money', Icon: MoneyIcon },
  { to: '/returns', name: 'returns', Icon: ReturnIcon },
  { to: '/performance', name: 'performance', Icon: StarIcon },
  { to: '/settings', name: 'settings', Icon: PersonIcon },
];
