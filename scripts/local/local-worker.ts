import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { ROOT, runNode, wrangler } from './wrangler.ts';

const CONFIG = join(ROOT, 'wrangler.toml');

/** Builds dist/assets, in a process of its own: a test runner's `NODE_ENV` would make it one for development. */
const buildAssets = (): Promise<string> =>
  runNode([join(ROOT, 'scripts/build/build-assets.ts')], { NODE_ENV: 'production' });

/** The Worker's code, bundled as it is for deployment, and the assets that it serves, built. */
export async function bundleWorker(): Promise<string> {
  // Wrangler wants the folder to be there.
  mkdirSync(join(ROOT, 'dist/assets'), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'docket-bundle-'));
  try {
    await Promise.all([buildAssets(), wrangler(['deploy', '--dry-run', '--outdir', folder])]);
    return readFileSync(join(folder, 'index.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface LocalWorkerOptions {
  /** The code, one ES module. */
  script: string;
  /** The folder that holds the database, migrated before. */
  state: string;
  /** The port to listen on; 0 takes a free one. */
  port?: number;
  /** Variables that differ from wrangler.toml's. */
  variables?: Record<string, string>;
}

/** The Worker's part of wrangler.toml. */
const readConfiguration = () => unstable_getMiniflareWorkerOptions(CONFIG).workerOptions;

/**
 * Runs a Worker on workerd with what it keeps in a state folder. Miniflare is used as it is: `wrangler dev` puts
 * file watchers and one more proxy in front of it.
 */
async function run(state: string, port: number, worker: V4WorkerOptions): Promise<Miniflare> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port,
      cf: false,
      log: new Log(LogLevel.WARN),
      resourcePersistencePath: join(state, 'v3'),
      workers: [worker],
    }),
  );
  await miniflare.ready;
  return miniflare;
}

/**
 * Runs a Worker as wrangler.toml configures it, without its rate limit. `unsafeGetDirectURL` answers a socket that
 * bypasses Miniflare's own.
 */
export function startLocalWorker(worker: LocalWorkerOptions): Promise<Miniflare> {
  const { script, state, port = 0, variables } = worker;
  const { ratelimits: _, bindings, ...options } = readConfiguration();
  return run(state, port, {
    ...options,
    bindings: { ...(bindings as object), ...variables },
    rootPath: ROOT,
    modules: [{ type: 'ESModule', path: join(ROOT, 'worker.js'), contents: script }],
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  });
}

/** Runs nothing but the database of a state folder. */
export function startLocalDatabase(state: string): Promise<Miniflare> {
  const { d1Databases = [] } = readConfiguration() as Pick<V4WorkerOptions, 'd1Databases'>;
  return run(state, 0, { d1Databases, modules: true, script: 'export default {}' });
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
