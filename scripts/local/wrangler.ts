import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The project's folder. */
export const ROOT = join(import.meta.dirname, '../..');

const cli = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js');

/** Where the local runtime keeps its data when nothing else is said. */
export const DEFAULT_STATE = join(ROOT, '.docket');

/**
 * Runs a script of Node's that ends with this process.
 * @param args the script's file, and what it is told
 * @returns its standard output
 * @throws Error with what it printed, if it fails
 */
export function runNode(args: string[], environment: Record<string, string>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill();
  process.once('exit', end);
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
    process.off('exit', end);
    if (code === 0) resolve(output);
    else reject(new Error(`${args.slice(0, 3).join(' ')} failed:\n${errors}${output}`));
  });
  return promise;
}

/**
 * Runs wrangler, the one way this project reaches what is deployed.
 * @returns its standard output
 * @throws Error with what it printed, if it fails
 */
export const wrangler = (args: string[]): Promise<string> =>
  runNode([cli, ...args], { WRANGLER_SEND_METRICS: 'false', CI: '1' });
