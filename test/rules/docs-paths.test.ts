import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/*
 * Checks that the files and folders which the guides name are there. A path that stands for many has a `<name>`
 * and is left out. Paths may leave out the folder that the guide speaks of.
 */

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

const paths: string[] = [];
for await (const entry of glob(
  ['*', '.ci/**', '{data,docs,extension,migrations,scripts,shared,test,worker}/**'],
  {
    cwd: ROOT,
  },
))
  paths.push(`/${entry}`);

/** In backticks or links: a path with a folder, or the name of a file. */
const PATH = /(?:`|\]\()((?:[\w.-]+\/)+[\w.-]*|[\w-]+(?:\.[\w-]+)*\.(?:tsx?|sql|md|json|toml))(?:`|\))/g;

/** Built or made by hand where Docket runs. */
const isMade = (path: string): boolean => /^(?:dist|node_modules|\.docket)\//.test(path);
const isThere = (path: string): boolean => {
  const end = `/${path.replace(/^(?:\.\.?\/)+/, '').replace(/\/$/, '')}`;
  return paths.some((known) => known.endsWith(end));
};

it.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/how-it-works.md',
  'docs/operations.md',
])('%s names files and folders that are there', (guide) => {
  const named = [...read(guide).matchAll(PATH)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !isMade(path) && !isThere(path))).toEqual([]);
});
