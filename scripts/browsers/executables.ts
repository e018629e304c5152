import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser that the panel is proved in. */
export type BrowserName = 'chromium' | 'firefox';

interface Source {
  /** Names the executable where it is none of the candidates. */
  variable: string;
  /** Commands on the PATH, or whole paths. */
  candidates: readonly string[];
  debianPackage: string;
}

const sources: Record<BrowserName, Source> = {
  chromium: {
    variable: 'DOCKET_CHROMIUM',
    candidates: ['chromium', 'chromium-browser', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    debianPackage: 'chromium',
  },
  firefox: {
    variable: 'DOCKET_FIREFOX',
    candidates: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
    debianPackage: 'firefox-esr',
  },
};

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find({ variable, candidates }: Source): string | undefined {
  const named = process.env[variable];
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return candidates
    .flatMap((name) => (name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))))
    .find(isExecutable);
}

/**
 * The browser's executable on this machine.
 * @throws Error that says how to get one, if there is none
 */
export function executableOf(name: BrowserName): string {
  const path = find(sources[name]);
  if (path && isExecutable(path)) return path;
  const { variable, debianPackage } = sources[name];
  throw new Error(
    path
      ? `${variable} names ${path}, which is no executable.`
      : `There is no ${name} here. Install it (on Debian: apt-get install ${debianPackage}), ` +
          `or name its executable in the environment variable ${variable}.`,
  );
}

/** Installs the browsers that are missing, where this can: on Debian, as root. Elsewhere `executableOf` says what to do. */
export function installMissing(names: readonly BrowserName[]): void {
  const missing = names.map((name) => sources[name]).filter((source) => !find(source));
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (missing.length === 0 || !canInstall) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    execFileSync('apt-get', [...args], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(`Installing ${packages.join(' and ')} for the tests in browsers.`);
  apt('update');
  apt('install', '--yes', '--no-install-recommends', ...packages);
}
