import type { ReactNode, SVGProps } from 'react';

type Props = Omit<SVGProps<SVGSVGElement>, 'children'> & { size?: number };

const icon = (shape: ReactNode, filled = false) =>
  function Icon({ size = 22, ...rest }: Props) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill={filled ? 'currentColor' : 'none'}
        stroke={filled ? 'none' : 'currentColor'}
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        {...rest}
      >
        {shape}
      </svg>
    );
  };

export const MarkIcon = icon(
  <path d="M4 3h9.2c3.2 0 5.3 1.7 5.3 4.3 0 1.9-1 3.2-2.7 3.8 2.2.5 3.6 2.1 3.6 4.4 0 3.1-2.4 5.5-6 5.5H4V3Zm5 3.8v3h3.2c1 0 1.6-.6 1.6-1.5s-.6-1.5-1.6-1.5H9Zm0 6.6v3.7h3.7c1.1 0 1.8-.8 1.8-1.9s-.7-1.8-1.8-1.8H9Z" />,
  true,
);
export const SearchIcon = icon(<path d="m20 20-4.2-4.2M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z" />);
export const BagIcon = icon(<path d="M5.5 8h13l1 12h-15l1-12ZM8.5 10V7a3.5 3.5 0 0 1 7 0v3" />);
export const PersonIcon = icon(
  <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c1-3.6 4-5.5 7.5-5.5s6.5 1.9 7.5 5.5" />,
);
export const StarIcon = icon(
  <path d="m12 3 2.7 5.8 6.3.8-4.6 4.3 1.2 6.3L12 17.1l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8L12 3Z" />,
  true,
);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const ArrowIcon = icon(<path d="M5 12h14m-6-6 6 6-6 6" />);
export const BackIcon = icon(<path d="M19 12H5m6 6-6-6 6-6" />);
export const FilterIcon = icon(<path d="M4 7h16M7 12h10M10 17h4" />);
export const TruckIcon = icon(
  <path d="M3 6h11v10H3V6Zm11 4h4l3 3v3h-7v-6ZM7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
);
export const ReturnIcon = icon(<path d="M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3" />);
export const ShopIcon = icon(<path d="M4 10v10h16V10M3 9l2-5h14l2 5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0Z" />);
export const PinIcon = icon(
  <path d="M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />,
);
export const CloudIcon = icon(
  <path d="M7 18.5a4.5 4.5 0 0 1-.5-9 6 6 0 0 1 11.3 1.7 3.7 3.7 0 0 1-.3 7.3H7ZM4 4l16 17" />,
);
export const ShareIcon = icon(<path d="M12 15V4m0 0L8 8m4-4 4 4M6 12H5v8h14v-8h-1" />);
