import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../local/wrangler.ts';
import type { BrowserName } from './executables.ts';

const cli = join(dirname(createRequire(import.meta.url).resolve('wxt')), '../bin/wxt.mjs');

/** Where each browser's build of the extension is. */
export const extensionFolder: Record<BrowserName, string> = {
  chromium: join(ROOT, 'dist/extension/chrome-mv3'),
  firefox: join(ROOT, 'dist/extension/firefox-mv3'),
};

/** Builds the extension as it is published, for one browser. */
export async function buildExtension(name: BrowserName): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [cli, 'build', '--browser', name === 'chromium' ? 'chrome' : name],
    // Under a test runner it says "test", and the build would be none for production.
    { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } },
  );
}
