import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../../worker/validation-rules/engine/all-rules.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The file that a rule should be in. */
const fileOf = (name: string): string => `${name.replace(/[._]/g, '-')}.ts`;

describe('the list of rules', () => {
  it('has each rule once, one for each file', () => {
    const files = readdirSync(join(ROOT, 'worker/validation-rules/engine/rules'), { recursive: true })
      .map((path) => basename(String(path)))
      .filter((name) => name.endsWith('.ts'))
      .sort();
    expect(allRules.map(({ name }) => fileOf(name)).sort()).toEqual(files);
  });

  it('is the one that the documentation has', () => {
    const text = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');
    const section = /## Validation rules\n(.*?)\n## /s.exec(text)?.[1] ?? '';
    const documented = [...section.matchAll(/`((?:order|customer|redemption)\.[a-z_.]+)`/g)].map(
      ([, name]) => name,
    );
    for (const { name } of allRules) expect(documented).toContain(name);
    const names = new Set(allRules.map(({ name }) => name));
    expect(documented.filter((name) => !names.has(name ?? ''))).toEqual([]);
  });

  it('has rules about what their violation is called by', () => {
    for (const { name, refusal } of allRules) expect(refusal).toBe(`${name.split('.')[0]}_rules_violated`);
  });
});
