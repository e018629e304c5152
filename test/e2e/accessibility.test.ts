import axe from 'axe-core';
import { expect, test } from 'vitest';
import type { Panel } from '../../scripts/browsers/panel.ts';
import { stops } from '../../scripts/browsers/tour.ts';
import { openDesk, sharedServer } from './desk.ts';

const schemes = ['light', 'dark'] as const;

/** What axe finds on what is shown, in both colour schemes: the rule, and where. */
async function violations({ page }: Panel): Promise<string[]> {
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

test('axe finds nothing on any screen, light or dark', async () => {
  const server = sharedServer();
  const { chromium, panel } = await openDesk(server);
  const found: Record<string, string[]> = {};
  for (const { name, visit } of stops) {
    await visit({ panel, write: server.write });
    found[name] = await violations(panel);
  }
  await chromium.background.evaluate(() => chrome.storage.local.remove('connection'));
  await panel.find('heading', 'Connect to Docket');
  await panel.click('button', 'Connect');
  found.connect = await violations(panel);
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
});
