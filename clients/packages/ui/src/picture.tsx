import { useSpeech } from './speech.ts';

export interface PictureSource {
  url: string;
  alt: { bn?: string; en?: string };
  sizes?: readonly { avif: string; webp: string; width: number; height: number }[] | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
}

interface Props {
  image: PictureSource;
  /** As in HTML: how wide it is shown. */
  sizes: string;
  /** The first thing that people see: not lazily. */
  first?: boolean;
}

const set = (sizes: NonNullable<PictureSource['sizes']>, format: 'avif' | 'webp'): string =>
  sizes.map((size) => `${size[format]} ${String(size.width)}w`).join(', ');

/** A picture on its tile: its place is kept, the best format and size that the browser takes is fetched. */
export function Picture({ image, sizes, first = false }: Props) {
  const { local } = useSpeech();
  const own = (
    <img
      src={image.url}
      alt={local(image.alt)}
      width={image.width ?? 800}
      height={image.height ?? 800}
      loading={first ? 'eager' : 'lazy'}
      fetchPriority={first ? 'high' : 'auto'}
      decoding={first ? 'sync' : 'async'}
    />
  );
  const made = image.sizes ?? [];
  if (made.length === 0) return own;
  return (
    <picture>
      <source type="image/avif" srcSet={set(made, 'avif')} sizes={sizes} />
      <source type="image/webp" srcSet={set(made, 'webp')} sizes={sizes} />
      {own}
    </picture>
  );
}
