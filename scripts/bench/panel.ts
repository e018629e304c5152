import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { buildExtension } from '../browsers/build-extension.ts';
import { type Chromium, launchChromium } from '../browsers/chromium.ts';
import { installMissing } from '../browsers/executables.ts';
import { connect, Panel } from '../browsers/panel.ts';
import { createLocalKey, type KeyPair } from '../key-pairs.ts';
import { bundleWorker, startLocalWorker } from '../local/local-worker.ts';
import { median } from './compare.ts';
import { firstLoad } from './first-load.ts';
import { fillOrders } from './lists.ts';
import { fillCustomers } from './search.ts';

const ROUNDS = 7;
const ORDERS = 1000;
const CUSTOMERS = 100_000;

/** How long each of the two took in each round, in milliseconds. */
interface Times {
  case: string;
  docket: number[];
  floor: number[];
}

/** Milliseconds until it is done. */
async function time(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** Resolves once so many rows are painted. */
const painted = (page: Page, rows: number): Promise<void> =>
  page.evaluate(
    (count) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const isThere = document.querySelectorAll('tbody tr').length === count;
          requestAnimationFrame(isThere ? () => resolve() : look);
        };
        look();
      }),
    rows,
  );

async function openList(chromium: Chromium): Promise<number> {
  let page: Page | undefined;
  const taken = await time(async () => {
    page = await chromium.openPanel();
    await painted(page, 50);
  });
  await page?.close();
  return taken;
}

async function benchFirstList(docket: Chromium, floor: Chromium): Promise<Times> {
  const times: Times = { case: 'action click to 50 orders', docket: [], floor: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [ours, theirs] = [await openList(docket), await openList(floor)];
    if (round > 0) {
      times.docket.push(ours);
      times.floor.push(theirs);
    }
  }
  return times;
}

/** From the last key of a search, which the panel waits for 200 ms after, to the one row; against the call itself. */
async function benchSearch(panel: Panel, url: string, key: KeyPair): Promise<Times> {
  const times: Times = { case: `key to result of ${CUSTOMERS.toLocaleString('en')}`, docket: [], floor: [] };
  await panel.click('link', 'Customers');
  await panel.click('searchbox', 'Name, email or phone');
  for (let round = 1; round <= ROUNDS; round += 1) {
    await panel.fill('Name, email or phone', `person${round}000`, 'searchbox');
    await painted(panel.page, round === 1 ? 12 : 11);
    await panel.press('End');
    const ours = await time(async () => {
      await panel.press('1');
      await painted(panel.page, 1);
    });
    const theirs = await time(() =>
      panel.page.evaluate(
        async (address, headers) => void (await (await fetch(address, { headers })).json()),
        `${url}/v1/customers?q=person${round}0001&limit=50`,
        { 'X-App-Id': key.app_id, 'X-App-Token': key.app_token },
      ),
    );
    times.docket.push(ours);
    times.floor.push(theirs);
  }
  return times;
}

async function startServer(state: string) {
  const key = await createLocalKey(state, { role: 'admin', name: 'bench' });
  const worker = await startLocalWorker({ script: await bundleWorker(), state });
  const database = await worker.getD1Database('DB');
  await fillCustomers(database, CUSTOMERS);
  await fillOrders(database, ORDERS);
  const { origin } = await worker.ready;
  return { url: origin, key, stop: () => worker.dispose() };
}

/** The panel's connection, in the floor's own storage. */
const connectFloor = (floor: Chromium, url: string, key: KeyPair): Promise<void> =>
  floor.background.evaluate(
    (connection) =>
      (
        globalThis as unknown as {
          chrome: { storage: { local: { set(values: object): Promise<void> } } };
        }
      ).chrome.storage.local.set({ connection }),
    { url, appId: key.app_id, appToken: key.app_token },
  );

function reportTimes(all: Times[], bytes: number): void {
  const comparisons = all.map(({ case: name, docket, floor }) => ({
    case: name,
    docket: median(docket),
    floor: median(floor),
    ratio: median(docket.map((taken, round) => taken / (floor[round] ?? Number.NaN))),
  }));
  console.table(
    comparisons.map(({ case: name, docket, floor, ratio }) => ({
      case: name,
      'docket ms': docket.toFixed(0),
      'floor ms': floor.toFixed(0),
      'times the floor': ratio.toFixed(2),
    })),
  );
  console.log(`first load, gzip bytes: ${bytes}`);
  console.log(JSON.stringify({ bench: 'panel', comparisons, bytes }));
}

/** The panel in a real side panel against an extension that does the least; and the bytes of its first load. */
export async function benchPanel(folder: string): Promise<void> {
  installMissing(['chromium']);
  await buildExtension('chromium');
  const { url, key, stop } = await startServer(join(folder, 'panel'));
  const browsers: Chromium[] = [];
  try {
    const docket = await launchChromium();
    browsers.push(docket);
    const floor = await launchChromium({ extension: join(import.meta.dirname, 'panel-floor') });
    browsers.push(floor);
    await docket.allowOrigin('http://127.0.0.1/*');
    await connectFloor(floor, url, key);
    const panel = new Panel(await docket.openPanel());
    await connect(panel, { url, key });
    await panel.page.close();
    const firstList = await benchFirstList(docket, floor);
    const search = await benchSearch(new Panel(await docket.openPanel()), url, key);
    reportTimes(
      [firstList, search],
      firstLoad().reduce((sum, { gzip }) => sum + gzip, 0),
    );
  } finally {
    for (const { close } of browsers) await close();
    await stop();
  }
}
