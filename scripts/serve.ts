import { readFile } from 'node:fs/promises';
import type { Miniflare } from 'miniflare';
import { DEMO_CURRENCY, loadDemo } from './demo.ts';
import type { KeyPair } from './key-pairs.ts';
import { prepareState } from './local/local-state.ts';
import { bundleWorker, startLocalWorker } from './local/local-worker.ts';

/** The local runtime never runs the cron trigger, so this does, in milliseconds. */
const SCHEDULE_INTERVAL = 60_000;

/** Says what is being done while there is nothing to see; standard output has the instructions alone. */
const report = (stage: string): void => console.error(stage);

/** @param later milliseconds that the run takes to have passed */
async function runSchedule(miniflare: Miniflare, later = 0): Promise<void> {
  const worker = await miniflare.getWorker();
  await worker.scheduled({ cron: 'local', scheduledTime: new Date(Date.now() + later) });
}

/** Ends the process when it is asked to, the runtime first. */
function stopOnSignal(miniflare: Miniflare): void {
  const stop = async () => {
    await miniflare.dispose();
    process.exit(0);
  };
  // Those of before, Miniflare's among them, end the process at once, before anything is disposed of.
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

interface ServeOptions {
  /** 0 takes a free one. */
  port: number;
  /** The folder of everything that is kept; made if it is not there. */
  state: string;
  /** Whether to load the demo's orders. */
  demo: boolean;
  /** A file with the Worker as `bundleWorker` makes it: saves bundling it again. */
  script: string | undefined;
}

/** Runs the API until the process is asked to end; answers where it is, and the admin key of its state folder. */
export async function serve({
  port,
  state,
  demo,
  script: file,
}: ServeOptions): Promise<{ url: URL; key: KeyPair }> {
  report(`Migrating the database in ${state}`);
  const preparing = prepareState(state);
  if (file === undefined) report('Bundling the Worker');
  const bundling = file === undefined ? bundleWorker() : readFile(file, 'utf8');
  const [{ key, exportSecret }, script] = await Promise.all([preparing, bundling]);
  report('Starting the Worker');
  const variables = { EXPORT_SECRET: exportSecret, ...(demo && { CURRENCY: DEMO_CURRENCY }) };
  const miniflare = await startLocalWorker({ script, port, state, variables });
  stopOnSignal(miniflare);
  const url = await miniflare.ready;
  const schedule = (later?: number) =>
    runSchedule(miniflare, later).catch((error) => console.error('The scheduled run failed:', error));
  setInterval(schedule, SCHEDULE_INTERVAL).unref();
  // The local queue is in memory: what it had when the process ended has been left lying, however short a time ago.
  await schedule(SCHEDULE_INTERVAL);
  if (demo) {
    report("Loading the demo's orders");
    const count = await loadDemo(url, key);
    if (count > 0) console.log(`Loaded ${count} real orders, moved to the last weeks (data/README.md).`);
  }
  return { url, key };
}
