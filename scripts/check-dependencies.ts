/**
 * npm run dependencies [-- --latest]: lists what package.json names, from the lockfile; --latest asks the registry
 * for each one's latest version and whether the pinned one is deprecated. Fails on a deprecated one.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { ROOT } from './local/wrangler.ts';

/** The fields of package.json that a check reads. */
export interface Manifest {
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** A package of package-lock.json, as npm writes it from lockfileVersion 2 on. */
export interface LockedPackage {
  version: string;
  license?: string;
  /** Why its author withdrew it; as the registry had it when the version was locked. */
  deprecated?: string;
  engines?: { node?: string };
  /** Installed only where the system fits. */
  optional?: boolean;
}

/** A package that package.json names. */
export interface Dependency {
  name: string;
  /** As package.json pins it. */
  wanted: string;
  version: string;
  license: string;
  deprecated: string | undefined;
}

const readJson = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));

export const readManifest = (): Manifest => readJson('package.json');

/** Every package that the lockfile installs, by its folder. */
export function readLock(): Record<string, LockedPackage> {
  const { '': _, ...packages } = readJson('package-lock.json').packages;
  return packages;
}

/**
 * Finds what package.json names in the lockfile, in its order.
 * @throws Error for a package that the lockfile does not have
 */
export function directDependencies(
  { dependencies, devDependencies }: Manifest,
  lock: Record<string, LockedPackage>,
): Dependency[] {
  return Object.entries({ ...dependencies, ...devDependencies }).map(([name, wanted]) => {
    const locked = lock[`node_modules/${name}`];
    if (!locked) throw new Error(`package-lock.json does not have ${name}: run "npm install"`);
    const { version, license = 'unknown', deprecated } = locked;
    return { name, wanted, version, license, deprecated };
  });
}

/** Asks the registry what it says today of the version that is pinned. */
async function askRegistry({ name, version }: Dependency): Promise<{ latest: string; deprecated?: string }> {
  const run = promisify(execFile);
  const { stdout } = await run('npm', [
    'view',
    `${name}@${version}`,
    'dist-tags.latest',
    'deprecated',
    '--json',
  ]);
  const answer = JSON.parse(stdout);
  return typeof answer === 'string'
    ? { latest: answer }
    : { latest: answer['dist-tags.latest'], deprecated: answer.deprecated };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { latest: { type: 'boolean', default: false } } });
  const rows = [];
  for (const dependency of directDependencies(readManifest(), readLock())) {
    const { name, version, license } = dependency;
    const today = values.latest ? await askRegistry(dependency) : undefined;
    const deprecated = today ? today.deprecated : dependency.deprecated;
    const row = { name, version, license, deprecated: deprecated ?? '' };
    rows.push(today ? { ...row, latest: today.latest === version ? '' : today.latest } : row);
  }
  console.table(rows);
  const bad = rows.filter(({ deprecated }) => deprecated !== '');
  for (const { name, version, deprecated } of bad) {
    console.error(`${name} ${version} is deprecated: ${deprecated}`);
  }
  if (bad.length > 0) process.exit(1);
}

if (import.meta.main) await main();
