import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer, { type Browser, type HTTPRequest } from 'puppeteer-core';
import { CapturedPage } from '../../extension/capture/meaning/captured-order.ts';
import { executableOf } from '../browsers/executables.ts';
import { ROOT } from '../local/wrangler.ts';

/** How long a page may take to load, in milliseconds. */
const PATIENCE = 60_000;

/** The readers as one script that leaves `readPage` behind. */
async function bundleReaders(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: "export { readPage } from './extension/capture/read-page.ts';", resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'docketReaders',
    target: 'es2024',
  });
  return outputFiles[0]?.text ?? '';
}

/** What the readers made of a page, and how long they took each time, in milliseconds. */
export interface ReadInBrowser {
  page: CapturedPage;
  took: number[];
}

/** Chromium with the readers. */
export async function openReaders() {
  const userDataDir = mkdtempSync(join(tmpdir(), 'docket-capture-'));
  const browser: Browser = await puppeteer.launch({
    executablePath: executableOf('chromium'),
    headless: true,
    pipe: true,
    userDataDir,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      // One process for all pages: they are read one after the other, and a process each takes longer than the reading.
      '--disable-site-isolation-trials',
      '--disable-features=IsolateOrigins,site-per-process',
      '--window-size=1280,900',
    ],
  });
  const script = await bundleReaders();

  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  let shown = { url: '', html: '' };
  // The page itself under its own address, and nothing else.
  const answer = (request: HTTPRequest): Promise<void> => {
    const isPage = request.isNavigationRequest() && request.frame()?.parentFrame() === null;
    return isPage && request.url() === new URL(shown.url).href
      ? request.respond({ contentType: 'text/html; charset=utf-8', body: shown.html })
      : request.abort();
  };
  await page.setRequestInterception(true);
  page.on('request', (request) => void answer(request));
  page.on('dialog', (dialog) => void dialog.dismiss());

  async function read(url: string, html: string, times = 1): Promise<ReadInBrowser> {
    shown = { url, html };
    await page.goto(url, { waitUntil: 'load' });
    const result = await page.evaluate(`(() => {
      ${script}
      const took = [];
      let page;
      for (let time = 0; time < ${times}; time += 1) {
        const began = performance.now();
        page = docketReaders.readPage(document);
        took.push(performance.now() - began);
      }
      return { page, took };
    })()`);
    const { page: captured, took } = result as { page: unknown; took: number[] };
    return { page: CapturedPage.parse(captured), took };
  }

  return {
    /** Reads a page as if it stood at an address of the web: no request leaves the browser. One page at a time. */
    read,
    close: async () => {
      await browser.close();
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
