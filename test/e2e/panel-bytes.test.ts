import { expect, test } from 'vitest';
import { firstLoad } from '../../scripts/bench/first-load.ts';

test('what the panel loads before its first list is less than 60,000 bytes, compressed', () => {
  const files = firstLoad();
  expect(files.map(({ path }) => path)).toContain('sidepanel.html');
  expect(files.length).toBeGreaterThan(3);
  expect(files.reduce((sum, { gzip }) => sum + gzip, 0)).toBeLessThan(60_000);
});
