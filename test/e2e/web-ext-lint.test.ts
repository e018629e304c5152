import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { extensionFolder } from '../../scripts/browsers/build-extension.ts';

interface Lint {
  errors: object[];
  notices: object[];
  warnings: { code: string; file: string }[];
}

test("Mozilla's checks find nothing but Preact's own innerHTML", async () => {
  const cli = join(dirname(createRequire(import.meta.url).resolve('web-ext')), 'bin/web-ext.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    cli,
    'lint',
    '--source-dir',
    extensionFolder.firefox,
    '--output',
    'json',
  ]);
  const { errors, notices, warnings }: Lint = JSON.parse(stdout);
  expect({ errors, notices }).toEqual({ errors: [], notices: [] });
  expect(warnings).toEqual([expect.objectContaining({ code: 'UNSAFE_VAR_ASSIGNMENT' })]);
  const chunk = readFileSync(join(extensionFolder.firefox, warnings[0]?.file ?? ''), 'utf8');
  expect(chunk).toContain('dangerouslySetInnerHTML');
});
