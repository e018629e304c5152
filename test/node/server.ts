/** Docket as a user runs it: the project's scripts as child processes, in state folders of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import type { KeyPair } from '../../scripts/key-pairs.ts';
import { noticeClosedConnections } from '../../scripts/local/closed-connections.ts';
import { ROOT } from '../../scripts/local/wrangler.ts';

type Environment = Record<string, string>;
type Credentials = Pick<KeyPair, 'app_id' | 'app_token'>;

/** Commands by which a script can be started; npm itself starts a shell in between. */
const commands = {
  node: (name: string) => [process.execPath, '--import', './scripts/require-node.mjs', `scripts/${name}.ts`],
  npm: (name: string) => ['npm', 'run', '--silent', name, '--'],
};

interface SpawnOptions {
  by?: keyof typeof commands;
  /** In a process group of its own, which can be killed as a whole. */
  detached?: boolean;
}

/** Starts a script, and gathers what it prints. */
export function spawnScript(
  name: 'start' | 'keys',
  args: string[],
  environment: Environment = {},
  { by = 'node', detached = false }: SpawnOptions = {},
) {
  const [command = '', ...first] = commands[by](name);
  const child = spawn(command, [...first, ...args], {
    cwd: ROOT,
    env: { ...process.env, PORT: undefined, DOCKET_STATE: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  });
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text) => {
      output[name] += text;
    });
  }
  return { child, output };
}

/** Runs a script to its end; `code` is its exit code. */
export async function runScript(name: 'start' | 'keys', args: string[], environment: Environment = {}) {
  const { child, output } = spawnScript(name, args, environment);
  const [code]: (number | null)[] = await once(child, 'close');
  return { code, ...output };
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'docket-test-'));
const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** A state folder that outlives its servers; it is removed when the test is over. */
export function makeState(): string {
  const state = newFolder();
  onTestFinished(() => removeFolder(state));
  return state;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The file of the Worker, bundled once for all servers of a run. */
    script: string;
  }
}

interface ServerOptions {
  args?: string[];
  environment?: Environment;
  /** A folder that is kept; without it the server has one of its own, removed when it stops. */
  state?: string;
  /** The file of the bundled Worker, by default the one that the run has made; null bundles it as a user's start does. */
  script?: string | null;
}

interface CallOptions {
  key?: Credentials | null;
  body?: string;
}

/** Where a started server is, and the key that its start has printed. */
export interface ServerAddress {
  url: string;
  key: Credentials;
}

/** A reply, its body parsed. */
export interface Reply<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** Calls a started server's API with the printed key, another, or (null) none. */
export const callerOf =
  ({ url, key: ownKey }: ServerAddress) =>
  async <Body>(
    method: string,
    path: string,
    { key = ownKey, body }: CallOptions = {},
  ): Promise<Reply<Body>> => {
    await noticeClosedConnections();
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key && { 'X-App-Id': key.app_id, 'X-App-Token': key.app_token }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      body: body ?? null,
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? null : JSON.parse(text)) as Body,
    };
  };

export type Server = Awaited<ReturnType<typeof startServer>>;

/**
 * Starts `npm start`'s script and waits for its instructions.
 * @throws Error with what it printed, if it ends before
 */
export async function startServer(given: ServerOptions = {}) {
  const { args, environment = {}, state: kept, script = inject('script') } = given;
  const state = kept ?? newFolder();
  const options = args ?? ['--port', '0', '--state', state];
  if (script !== null) options.push('--script', script);
  // A process group of its own, so that all of it can be killed: the runtime is a child of the script. Ctrl-C does not reach
  // that, so only servers have it whose state is kept.
  const { child, output } = spawnScript('start', options, environment, { detached: kept !== undefined });
  const exited = once(child, 'exit').then(([code]): number | null => code);
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  child.stdout.on('data', () => output.stdout.includes('Stop: Ctrl-C') && resolve());
  child.once('close', () => reject(new Error(`npm start ended:\n${output.stderr}${output.stdout}`)));
  await ready;

  const read = (pattern: RegExp): string => pattern.exec(output.stdout)?.[1] ?? '';
  const url = read(/Docket is at (\S+)/);
  const key = { app_id: read(/X-App-Id: +(\S+)/), app_token: read(/X-App-Token: +(\S+)/) };

  /** Ends this server and no other process; answers its exit code, null if the signal itself ended it. */
  async function stop(): Promise<number | null> {
    child.kill('SIGTERM');
    const code = await exited;
    if (kept === undefined) removeFolder(state);
    return code;
  }

  /** Ends this server and its runtime at once, as a power cut would. */
  async function kill(): Promise<void> {
    if (kept === undefined) throw new Error('only a server whose state is kept can be killed');
    try {
      process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
    } catch (error) {
      // A runtime whose script was killed may have ended by itself.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await exited;
  }

  /** Ends the script alone, which leaves its runtime at work. */
  async function killScript(): Promise<void> {
    child.kill('SIGKILL');
    await exited;
  }

  return {
    url,
    key,
    state,
    stages: output.stderr,
    instructions: output.stdout,
    call: callerOf({ url, key }),
    stop,
    kill,
    killScript,
  };
}
