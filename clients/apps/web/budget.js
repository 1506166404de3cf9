// What a phone fetches before the first page of the storefront works, compressed with gzip as the slowest cache does.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const MOST_BYTES = 130_000;

/** The files of a page: those of the entry, of the words, and of each lazily loaded module named. */
export const firstLoad = (manifest, entries) => {
  const found = new Set();
  const take = (name) => {
    const chunk = manifest[name];
    if (!chunk || found.has(chunk.file)) return;
    found.add(chunk.file);
    (chunk.imports ?? []).forEach(take);
  };
  entries.forEach(take);
  return [...found];
};

export const weigh = (dist, entries) => {
  const manifest = JSON.parse(readFileSync(`${dist}/manifest.json`, 'utf8'));
  return firstLoad(manifest, entries).map((file) => [
    file,
    gzipSync(readFileSync(`${dist}/${file}`), { level: 9 }).length,
  ]);
};

// Where people arrive: from a search engine, a link, or with what is in their bag.
const PAGES = ['pages/Home.tsx', 'pages/lists.tsx', 'pages/Product.tsx', 'pages/Vendor.tsx', 'pages/Cart.tsx'];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = fileURLToPath(new URL('dist', import.meta.url));
  let over = false;
  for (const page of PAGES) {
    const files = weigh(dist, [
      'src/shop/main.tsx',
      'src/shop/texts.bn.ts',
      `src/shop/${page}`,
      ...(page.includes('Checkout') ? ['src/shop/purchase.bn.ts'] : []),
    ]);
    const sum = files.reduce((all, [, bytes]) => all + bytes, 0);
    over ||= sum > MOST_BYTES;
    console.log(
      `${(sum / 1000).toFixed(1).padStart(6)} kB gzip  ${page}${sum > MOST_BYTES ? `  over ${MOST_BYTES / 1000} kB` : ''}`,
    );
    if (process.argv.includes('--files')) files.forEach(([file, bytes]) => console.log(`         ${bytes}  ${file}`));
  }
  process.exitCode = over ? 1 : 0;
}
