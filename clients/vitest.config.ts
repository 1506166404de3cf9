import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'happy-dom',
    include: ['packages/**/*.test.{ts,tsx}', 'apps/*/src/**/*.test.{ts,tsx}', 'lint/*.test.js'],
    pool: 'threads',
    maxWorkers: 2,
    isolate: false,
    reporters: ['default'],
  },
});
