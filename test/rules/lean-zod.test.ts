import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leanModules } from '../../scripts/build/lean-zod.ts';

const PACKAGES = join(import.meta.dirname, '../../node_modules');

/** The text of one of zod's modules, as the panel's build replaces it. */
async function readLean(path: string): Promise<string> {
  const file = join(PACKAGES, path);
  return (await leanModules[path]?.(readFileSync(file, 'utf8'), file)) ?? '';
}

test("each of zod's modules that the panel gets a smaller version of is there, and can be replaced", async () => {
  for (const path of Object.keys(leanModules)) {
    const original = readFileSync(join(PACKAGES, path), 'utf8');
    expect((await readLean(path)).length, path).toBeLessThan(original.length);
  }
});

test("an emptied module exports what zod's other modules import from it", async () => {
  for (const path of [
    'zod/v4/core/to-json-schema.js',
    'zod/v4/core/json-schema-processors.js',
    'zod/v4/locales/en.js',
  ]) {
    const exported = await import(join(PACKAGES, path));
    const lean = await import(`data:text/javascript,${encodeURIComponent(await readLean(path))}`);
    expect(Object.keys(lean), path).toEqual(Object.keys(exported));
  }
});

test('nothing is made from text, and a version of zod that does it otherwise fails the build', async () => {
  const path = 'zod/v4/core/schemas.js';
  expect(await readLean(path)).not.toContain('allowsEval.value');
  expect(() => leanModules[path]?.('const fast = jit && util.canEval;', path)).toThrow(/expected one "const/);
});
