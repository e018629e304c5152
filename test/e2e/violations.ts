import axe from 'axe-core';
import { expect } from 'vitest';
import type { Panel } from '../../scripts/browsers/panel.ts';

const schemes = ['light', 'dark'] as const;

/** What axe finds on what is shown, in both colour schemes: the rule, and where. */
export async function violations({ page }: Panel): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const value of schemes) {
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value },
      // What is still fading in has not its colours yet.
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    const results = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({ rules: { 'target-size': { enabled: true } } }),
    );
    expect(results.passes.length).toBeGreaterThan(10);
    for (const { id, nodes } of results.violations) {
      found.push(...nodes.map(({ html, failureSummary }) => `${value}: ${id}: ${html}\n${failureSummary}`));
    }
  }
  return found;
}
