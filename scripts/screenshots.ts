/** npm run screenshots: every screen of the panel, at two widths and in both colour schemes, full, empty, loading and failing. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension } from './browsers/build-extension.ts';
import { type Chromium, launchChromium } from './browsers/chromium.ts';
import { installMissing } from './browsers/executables.ts';
import { connect, Panel } from './browsers/panel.ts';
import { stops } from './browsers/tour.ts';
import { DEMO_CURRENCY, loadDemo } from './demo.ts';
import { createLocalKey, type KeyPair, keyHeaders } from './key-pairs.ts';
import { bundleWorker, startLocalWorker } from './local/local-worker.ts';
import { ROOT } from './local/wrangler.ts';

const FOLDER = join(ROOT, 'dist/screenshots');
const WIDTHS = [360, 800];
const HEIGHT = 765;
const SCHEMES = ['light', 'dark'];

async function shoot({ page }: Panel, name: string): Promise<void> {
  // Nothing looks pointed at.
  await page.mouse.move(1, HEIGHT - 1);
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: HEIGHT });
    for (const value of SCHEMES) {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      // The frame after the next is the first that is painted in these colours.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${value}.png`) });
    }
  }
  await page.setViewport({ width: WIDTHS[0] ?? 0, height: HEIGHT });
}

async function startServer(
  folder: string,
  script: string,
  load: (url: URL, key: KeyPair) => Promise<unknown>,
) {
  const key = await createLocalKey(folder, { name: 'Ann, support', role: 'admin' });
  const variables = { CURRENCY: DEMO_CURRENCY, EXPORT_SECRET: 'for screenshots alone, 32 characters' };
  const miniflare = await startLocalWorker({ script, state: folder, variables });
  const { origin } = await miniflare.ready;
  await load(new URL(origin), key);
  return { url: origin, key, stop: () => miniflare.dispose() };
}

type Server = Awaited<ReturnType<typeof startServer>>;

/** A server that lets the panel connect, and then answers nothing, or only that it is broken. */
async function startBadServer(good: Server, kind: 'loading' | 'failing') {
  const server = createServer(async (incoming, outgoing) => {
    if (incoming.url === '/v1/project') {
      const reply = await fetch(`${good.url}/v1/project`, { headers: keyHeaders(good.key) });
      outgoing.setHeader('Content-Type', 'application/json').end(await reply.text());
    } else if (kind === 'failing') outgoing.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    key: good.key,
    stop: () => void server.close().closeAllConnections(),
  };
}

async function withPanel(visit: (panel: Panel, chromium: Chromium) => Promise<void>): Promise<void> {
  const chromium = await launchChromium();
  try {
    await chromium.allowOrigin('http://127.0.0.1/*');
    await visit(new Panel(await chromium.openPanel()), chromium);
  } finally {
    await chromium.close();
  }
}

const full = (server: Server) =>
  withPanel(async (panel) => {
    await panel.find('button', 'Connect');
    await shoot(panel, 'connect');
    await connect(panel, server);
    for (const { name, visit } of stops) {
      await visit({
        panel,
        write: async (method, path, body) => {
          const headers = { ...keyHeaders(server.key), 'Content-Type': 'application/json' };
          const reply = await fetch(`${server.url}${path}`, { method, headers, body: JSON.stringify(body) });
          if (!reply.ok) throw new Error(`${method} ${path} was refused: ${await reply.text()}`);
          return (await reply.json()) as { id: string };
        },
      });
      await shoot(panel, name);
    }
  });

/** The screens that read from the server, where it has nothing, or does not answer, or not yet. */
const inState = (state: string, server: Pick<Server, 'url' | 'key'>, seen: string) =>
  withPanel(async (panel) => {
    await connect(panel, server);
    for (const screen of ['orders', 'customers', 'orders/ord_none', 'customers/cust_none']) {
      await panel.page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${screen}`);
      await panel.page.waitForSelector(seen);
      await shoot(panel, `${screen.replace('/', '-')}-${state}`);
    }
  });

async function run(folder: string): Promise<void> {
  installMissing(['chromium']);
  await buildExtension('chromium');
  const script = await bundleWorker();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const server = await startServer(join(folder, 'full'), script, loadDemo);
  const empty = await startServer(join(folder, 'empty'), script, async () => {});
  const loading = await startBadServer(server, 'loading');
  const failing = await startBadServer(server, 'failing');
  try {
    await full(server);
    await inState('empty', empty, '.state');
    await inState('loading', loading, '.bones');
    await inState('failing', failing, '.state');
  } finally {
    await Promise.all([server, empty, loading, failing].map(({ stop }) => stop()));
  }
  console.log(`The screenshots are in ${FOLDER}.`);
}

const folder = mkdtempSync(join(tmpdir(), 'docket-screenshots-'));
try {
  await run(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
