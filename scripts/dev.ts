/** npm run dev [-- --port N --state DIR]: the Worker and the panel, each built anew when its code changes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectLink } from './connect-link.ts';
import { prepareState } from './local/local-state.ts';
import { DEFAULT_STATE, ROOT } from './local/wrangler.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.PORT || '8787' },
    state: { type: 'string', default: process.env.DOCKET_STATE || DEFAULT_STATE },
  },
});
const state = resolve(values.state);

console.log(`Preparing the database in ${state}.`);
const { key, exportSecret } = await prepareState(state);
console.log(`
Worker  http://127.0.0.1:${values.port}, rebuilt when worker/ or shared/ changes
Panel   dist/extension/chrome-mv3-dev: load it once at chrome://extensions (Developer mode, Load unpacked);
        it reloads itself when extension/ or shared/ changes. For Firefox: npm run build.
Desk    the web page at /, as npm ci or npm start has built it; npm run prepare builds it anew
This link opens the desk connected, and connects the panel where it is pasted:

  ${connectLink(`http://127.0.0.1:${values.port}`, key)}
`);

/** Starts a command of node_modules/.bin, which npm puts into the path. */
const start = (command: string, args: string[]): ChildProcess =>
  spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  });

const watchers = [
  start('wrangler', [
    'dev',
    ...['--ip', '127.0.0.1', '--port', values.port, '--persist-to', state],
    ...['--var', `EXPORT_SECRET:${exportSecret}`, '--show-interactive-dev-session=false'],
  ]),
  start('wxt', []),
];

const stop = () => {
  for (const watcher of watchers) watcher.kill();
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

// One that ends, by itself or by a signal, ends the other.
const ends = watchers.map((watcher) => once(watcher, 'exit'));
const [code] = await Promise.race(ends);
stop();
await Promise.all(ends);
process.exit(code ?? 0);
