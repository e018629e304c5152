import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

const path = (name: string): string => new URL(name, import.meta.url).pathname;
const migrations = await readD1Migrations(path('migrations'));

/** No test waits for its time to be up but where something never comes: machines are slow, and busy. */
const limits = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 300_000 } },
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                MIGRATIONS: migrations,
                CORS_ORIGINS: 'https://shop.example',
                EXPORT_SECRET: 'a secret of the tests, 32 characters',
              },
            },
          }),
        ],
        test: {
          ...limits,
          name: 'worker',
          isolate: false,
          include: ['test/worker/**/*.test.ts'],
          setupFiles: ['test/worker/setup.ts'],
        },
      },
      { test: { ...limits, name: 'rules', include: ['test/rules/**/*.test.ts'] } },
      { test: { ...limits, name: 'shared', include: ['test/shared/**/*.test.ts'] } },
      {
        plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
        resolve: { alias: { '@wxt-dev/browser': path('test/extension/set-up/browser.ts') } },
        test: {
          ...limits,
          name: 'extension',
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'https://panel.example/' } },
          include: ['test/extension/**/*.test.{ts,tsx}'],
          setupFiles: ['test/extension/set-up/setup.ts'],
        },
      },
      {
        test: {
          ...limits,
          name: 'node',
          include: ['test/node/**/*.test.ts'],
          globalSetup: 'test/node/global-setup.ts',
        },
      },
      {
        test: {
          ...limits,
          name: 'e2e',
          // A browser may stop answering on a machine that is very busy; a retried test is named in the report.
          retry: 1,
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/node/global-setup.ts', 'test/e2e/global-setup.ts'],
        },
      },
    ],
  },
});
