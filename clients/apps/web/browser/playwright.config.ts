import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = join(import.meta.dirname, '../../../..');
const port = Number(process.env['BROWSER_PORT'] ?? 8690);
const simulators = port + 100;

/** Against a marketplace of its own with the demo in it, or the one at BASE_URL. */
export default defineConfig({
  testDir: import.meta.dirname,
  timeout: 45_000,
  workers: 1,
  retries: 0,
  reporter: 'line',
  outputDir: join(tmpdir(), 'bdc-browser'),
  use: {
    baseURL: process.env['BASE_URL'] ?? `http://127.0.0.1:${String(port)}`,
    viewport: { width: 360, height: 780 },
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    screenshot: 'only-on-failure',
  },
  ...(process.env['BASE_URL']
    ? {}
    : {
        webServer: {
          command: `"${join(root, '.venv/bin/bdc')}" run`,
          cwd: root,
          url: `http://127.0.0.1:${String(port)}/api/v1/products/mustard-oil-1-l`,
          timeout: 180_000,
          stderr: 'ignore',
          gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
          env: {
            PORT: String(port),
            BDC_SIMULATORS_URL: `http://127.0.0.1:${String(simulators)}`,
            BDC_SHOP_URL: `http://127.0.0.1:${String(port)}`,
            BDC_DATA_DIR: mkdtempSync(join(tmpdir(), 'bdc-browser-data-')),
            BDC_DEMO: 'true',
            BDC_SIMULATE: 'true',
            BDC_REVEAL_CODES: 'true',
            BDC_LOG_LEVEL: 'error',
          },
        },
      }),
});
