import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import * as bn from '../../packages/i18n/src/texts/shop.bn.ts';
import * as en from '../../packages/i18n/src/texts/shop.en.ts';
import * as commonBn from '../../packages/i18n/src/texts/common.bn.ts';
import * as commonEn from '../../packages/i18n/src/texts/common.en.ts';
import * as adminBn from '../../packages/i18n/src/texts/admin.bn.ts';
import * as adminEn from '../../packages/i18n/src/texts/admin.en.ts';
import * as vendorBn from '../../packages/i18n/src/texts/vendor.bn.ts';
import * as vendorEn from '../../packages/i18n/src/texts/vendor.en.ts';
import { palettes } from '../../packages/tokens/src/index.ts';

const TEXT = /\.(?:js|css|json|svg|webmanifest|txt)$/;

/** The same words for the pages that the gateway writes itself. */
const texts = (): Plugin => ({
  name: 'bdc-texts',
  generateBundle() {
    const words = {
      bn: {
        ...commonBn.common,
        ...bn.shop,
        areas: { vendor: vendorBn.vendor.area.title, admin: adminBn.admin.area.title },
      },
      en: {
        ...commonEn.common,
        ...en.shop,
        areas: { vendor: vendorEn.vendor.area.title, admin: adminEn.admin.area.title },
      },
    };
    this.emitFile({ type: 'asset', fileName: 'texts.json', source: JSON.stringify(words) });
    const install = (language: 'bn' | 'en') => ({
      name: words[language].brand,
      short_name: words[language].brand,
      description: words[language].site.tagline,
      lang: language,
      start_url: `/${language}/`,
      scope: '/',
      display: 'standalone',
      background_color: palettes.light.ground,
      theme_color: palettes.light.ground,
      icons: [
        { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
      ],
    });
    for (const language of ['bn', 'en'] as const) {
      this.emitFile({ type: 'asset', fileName: `${language}.webmanifest`, source: JSON.stringify(install(language)) });
    }
  },
});

type Bundle = Record<
  string,
  { fileName: string; type: string; imports?: string[]; dynamicImports?: string[]; isEntry?: boolean; name?: string }
>;

/** Everything that an entry may ever need, its pages too. */
const reached = (bundle: Bundle, from: string, seen = new Set<string>()): Set<string> => {
  const file = bundle[from];
  if (!file || seen.has(from)) return seen;
  seen.add(from);
  for (const next of [...(file.imports ?? []), ...(file.dynamicImports ?? [])]) reached(bundle, next, seen);
  return seen;
};

/** Tells the service worker what the storefront is made of. */
const offline = (): Plugin => ({
  name: 'bdc-offline',
  enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.values(bundle);
    const shop = files.find((file) => file.type === 'chunk' && file.isEntry && file.name === 'shop');
    const worker = bundle['worker.js'];
    if (!shop || worker?.type !== 'chunk') return;
    const made = [...reached(bundle as unknown as Bundle, shop.fileName)];
    const rest = files.map((file) => file.fileName).filter((name) => /\.(?:css|woff2)$/.test(name));
    const shell = [...made, ...rest].sort().map((name) => `/${name}`);
    const version = createHash('sha256').update(shell.join()).digest('hex').slice(0, 12);
    const given = { SHELL: [...shell, '/bn/offline', '/en/offline'], VERSION: version };
    worker.code =
      Object.entries(given)
        .map(([name, value]) => `const ${name}=${JSON.stringify(value)};`)
        .join('') + worker.code;
  },
});

/** Compressed once, as well as it goes, not at every request. */
const compressed = (): Plugin => ({
  name: 'bdc-compressed',
  apply: 'build',
  async writeBundle({ dir = '' }, bundle) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: this.meta.watchMode ? 4 : 11 };
    const names = Object.keys(bundle).filter((name) => TEXT.test(name));
    await Promise.all(
      [...names, 'icon.svg'].map(async (name) => {
        const source = await readFile(`${dir}/${name}`);
        if (source.length < 512) return;
        await writeFile(`${dir}/${name}.br`, await promisify(brotliCompress)(source, { params }));
        await writeFile(`${dir}/${name}.gz`, await promisify(gzip)(source, { level: 9 }));
      }),
    );
  },
});

const here = (path: string): string => new URL(path, import.meta.url).pathname;

export default defineConfig(({ mode }) => ({
  logLevel: 'error',
  plugins: [react(), tailwind(), texts(), offline(), compressed()],
  build: {
    manifest: 'manifest.json',
    outDir: 'dist',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    sourcemap: mode === 'development',
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: {
        shop: here('src/shop/main.tsx'),
        vendor: here('src/vendor/main.tsx'),
        admin: here('src/admin/main.tsx'),
        styles: here('../../packages/ui/src/styles.css'),
        early: here('src/boot/early.ts'),
        worker: here('src/worker/worker.ts'),
      },
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'frame',
              test: /node_modules\/(?:react|react-dom|scheduler|@tanstack|openapi-fetch|use-sync-external-store)\//,
            },
          ],
        },
        entryFileNames: (chunk) => (chunk.name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
}));
