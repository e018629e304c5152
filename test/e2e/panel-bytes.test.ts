import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstLoad } from '../../scripts/bench/first-load.ts';
import { ROOT } from '../../scripts/local/wrangler.ts';

test('what the panel loads before its first list is less than 60,000 bytes, compressed', () => {
  const files = firstLoad();
  expect(files.map(({ path }) => path)).toContain('sidepanel.html');
  expect(files.length).toBeGreaterThan(3);
  expect(files.reduce((sum, { gzip }) => sum + gzip, 0)).toBeLessThan(60_000);
});

test('what the web page loads before its first list is less than 69,000 bytes, compressed: it has its texts as well', () => {
  const files = firstLoad(join(ROOT, 'dist/assets'), 'index.html');
  expect(files.length).toBeGreaterThan(3);
  expect(files.reduce((sum, { gzip }) => sum + gzip, 0)).toBeLessThan(69_000);
});
