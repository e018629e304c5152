/** npm start [-- --port N --state DIR --demo]: the API on an embedded D1. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Miniflare } from 'miniflare';
import { DEMO_CURRENCY, loadDemo } from './demo.ts';
import type { KeyPair } from './key-pairs.ts';
import { prepareState } from './local-state.ts';
import { bundleWorker, startLocalWorker } from './local-worker.ts';
import { DEFAULT_STATE } from './wrangler.ts';

/** The local runtime never runs the cron trigger, so this does, in milliseconds. */
const SCHEDULE_INTERVAL = 60_000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.PORT || '8787' },
      state: { type: 'string', default: process.env.DOCKET_STATE || DEFAULT_STATE },
      demo: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`the port (--port or PORT) must be a number from 0 to 65535, not "${values.port}"`);
  }
  return { port, state: resolve(values.state), demo: values.demo };
}

const instructions = (url: URL, key: KeyPair, state: string): string => `
Docket is at ${url.origin}   API reference: ${url.origin}/docs

  X-App-Id:    ${key.app_id}
  X-App-Token: ${key.app_token}

Store an order:

  curl ${url.origin}/v1/orders -H 'Content-Type: application/json' \\
    -H 'X-App-Id: ${key.app_id}' -H 'X-App-Token: ${key.app_token}' \\
    -d '{"source_id":"first","status":"PAID","items":[{"source_id":"mug","quantity":2,"price":450}],"customer":{"source_id":"ann","name":"Ann"}}'

The panel, beside any page (build it once with npm run build):

  Chromium  chrome://extensions, Developer mode, Load unpacked: dist/extension/chrome-mv3
  Firefox   about:debugging#/runtime/this-firefox, Load Temporary Add-on: dist/extension/firefox-mv3/manifest.json
  Open it by its button or Alt+Shift+D, and paste this line:

  ${url.origin} ${key.app_id} ${key.app_token}

More keys: npm run keys -- create --role ingest --name shop${state === DEFAULT_STATE ? '' : ` --state '${state}'`}
Stop: Ctrl-C
`;

/** @param later milliseconds that the run takes to have passed */
async function runSchedule(miniflare: Miniflare, later = 0): Promise<void> {
  const worker = await miniflare.getWorker();
  await worker.scheduled({ cron: 'local', scheduledTime: new Date(Date.now() + later) });
}

async function start(): Promise<void> {
  const { port, state, demo } = readOptions();
  const { key, exportSecret } = await prepareState(state);
  const miniflare = await startLocalWorker({
    script: await bundleWorker(),
    port,
    state,
    variables: { EXPORT_SECRET: exportSecret, ...(demo && { CURRENCY: DEMO_CURRENCY }) },
  });
  const url = await miniflare.ready;
  const stop = async () => {
    await miniflare.dispose();
    process.exit(0);
  };
  // Miniflare's own listeners end the process at once, before anything is disposed of.
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const schedule = (later?: number) =>
    runSchedule(miniflare, later).catch((error) => console.error('The scheduled run failed:', error));
  setInterval(schedule, SCHEDULE_INTERVAL).unref();
  // The local queue is in memory: what it had when the process ended has been left lying, however short a time ago.
  await schedule(SCHEDULE_INTERVAL);
  if (demo) console.log(`Loaded ${await loadDemo(url, key)} real orders of December 2010 (data/README.md).`);
  console.log(instructions(url, key, state));
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
