import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleWorker } from '../../scripts/local/local-worker.ts';

/** Bundles the Worker once for all servers that tests start. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'docket-script-'));
  const script = join(folder, 'worker.js');
  writeFileSync(script, await bundleWorker());
  project.provide('script', script);
  return () => rmSync(folder, { recursive: true });
}
