// Cuts the typeface down to what the shop writes with: one family, Anek, for both scripts, weights 400 to 700.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, 'src/generated');
const source = createRequire(import.meta.url).resolve(
  '@fontsource-variable/anek-bangla/files/anek-bangla-bengali-wght-normal.woff2',
);

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)).join('');
const CUTS = {
  'anek-bangla': ['bengali', range(0x980, 0x9fe) + range(0x964, 0x965) + '\u200c\u200d\u25cc'],
  'anek-latin': ['latin', range(0x20, 0x7e) + range(0xa0, 0xff) + '–—‘’“”…·•→←×−'],
  // The sign of the taka, and the name of the language, where nothing else is in Bangla.
  'anek-sign': ['bengali', '৳বাংলা'],
};

const stamp = createHash('sha256')
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .update(readFileSync(source))
  .digest('hex');
const stamped = join(folder, 'fonts.stamp');

if (!existsSync(stamped) || readFileSync(stamped, 'utf8') !== stamp) {
  mkdirSync(folder, { recursive: true });
  for (const [name, [script, text]] of Object.entries(CUTS)) {
    const whole = readFileSync(source.replace('bengali', script));
    const cut = await subsetFont(whole, text, {
      targetFormat: 'woff2',
      variationAxes: { wght: { min: 400, max: 700 } },
    });
    writeFileSync(join(folder, `${name}.woff2`), cut);
  }
  writeFileSync(stamped, stamp);
}
