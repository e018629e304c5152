import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '..');

const cli = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js');

/** Where the local runtime keeps its data when nothing else is said. */
export const DEFAULT_STATE = join(ROOT, '.docket');

/** Which database a command means: the deployed one, or the local one in a state folder. */
export type Target = { remote: true } | { remote: false; state: string };

/**
 * Runs wrangler, the one way this project reaches a D1 from outside the Worker.
 * @returns its standard output
 * @throws Error with what it printed, if it fails
 */
export function wrangler(args: string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: ROOT,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  child.on('error', reject);
  child.on('close', (code) => {
    if (code === 0) resolve(output);
    else reject(new Error(`wrangler ${args.slice(0, 2).join(' ')} failed:\n${errors}${output}`));
  });
  return promise;
}

const where = (target: Target): string[] =>
  target.remote ? ['--remote'] : ['--local', '--persist-to', target.state];

/** Applies the migrations that the database does not have yet. */
export async function migrate(target: Target): Promise<void> {
  await wrangler(['d1', 'migrations', 'apply', 'DB', ...where(target)]);
}

/** Runs one SQL statement and returns its rows. */
export async function execute<Row>(target: Target, sql: string): Promise<Row[]> {
  const output = await wrangler(['d1', 'execute', 'DB', '--json', '--command', sql, ...where(target)]);
  const [result]: { results: Row[] }[] = JSON.parse(output);
  return result?.results ?? [];
}
