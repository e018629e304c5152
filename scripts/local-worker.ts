import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { buildAssets } from './build/build-assets.ts';
import { ROOT, wrangler } from './wrangler.ts';

const CONFIG = join(ROOT, 'wrangler.toml');

/** The Worker's code, bundled as it is for deployment. */
export async function bundleWorker(): Promise<string> {
  buildAssets();
  const folder = mkdtempSync(join(tmpdir(), 'docket-bundle-'));
  try {
    await wrangler(['deploy', '--dry-run', '--outdir', folder]);
    return readFileSync(join(folder, 'index.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface LocalWorkerOptions {
  /** The code, one ES module. */
  script: string;
  /** The folder that holds the database; `migrate` it first. */
  state: string;
  /** The port to listen on; 0 takes a free one. */
  port?: number;
  /** Variables that differ from wrangler.toml's. */
  variables?: Record<string, string>;
}

/**
 * Runs a Worker on workerd with an embedded D1, configured by wrangler.toml, without its rate limit. Miniflare
 * is used as it is: `wrangler dev` puts file watchers and one more proxy in front of it. `unsafeGetDirectURL`
 * answers a socket that bypasses Miniflare's own.
 */
export async function startLocalWorker(worker: LocalWorkerOptions): Promise<Miniflare> {
  const { script, state, port = 0, variables } = worker;
  const { workerOptions } = unstable_getMiniflareWorkerOptions(CONFIG);
  const { ratelimits: _, bindings, ...options } = workerOptions;
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      cf: false,
      log: new Log(LogLevel.WARN),
      resourcePersistencePath: join(state, 'v3'),
      workers: [
        {
          ...options,
          bindings: { ...(bindings as object), ...variables },
          rootPath: ROOT,
          modules: [{ type: 'ESModule', path: join(ROOT, 'worker.js'), contents: script }],
          unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
        },
      ],
    }),
  );
  await miniflare.ready;
  return miniflare;
}

/** The database file of a state folder: the one that has the orders. */
export function databaseFile(state: string): string {
  const files = readdirSync(state, { recursive: true, withFileTypes: true });
  const found = files.find(
    ({ name, parentPath }) => /^[0-9a-f]{64}\.sqlite$/.test(name) && parentPath.includes('d1'),
  );
  if (!found) throw new Error(`there is no database in ${state}`);
  return join(found.parentPath, found.name);
}
