import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import puppeteer, { type Browser, type HTTPRequest, type Page } from 'puppeteer-core';
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

/** Answers the page itself under its own address, and nothing else. */
const answer = (url: string, html: string) => (request: HTTPRequest) => {
  const isPage = request.isNavigationRequest() && request.frame()?.parentFrame() === null;
  void (isPage && request.url() === new URL(url).href
    ? request.respond({ contentType: 'text/html; charset=utf-8', body: html })
    : request.abort());
};

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
      '--window-size=1280,900',
    ],
  });
  const script = await bundleReaders();

  async function readIn(page: Page, url: string, html: string, times: number): Promise<ReadInBrowser> {
    page.setDefaultTimeout(PATIENCE);
    await page.setRequestInterception(true);
    page.on('request', answer(url, html));
    page.on('dialog', (dialog) => void dialog.dismiss());
    await page.goto(url, { waitUntil: 'load' });
    const read = await page.evaluate(`(() => {
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
    const { page: captured, took } = read as { page: unknown; took: number[] };
    return { page: CapturedPage.parse(captured), took };
  }

  return {
    /** Reads a page as if it stood at an address of the web: no request leaves the browser. */
    read: async (url: string, html: string, times = 1): Promise<ReadInBrowser> => {
      const page = await browser.newPage();
      try {
        return await readIn(page, url, html, times);
      } finally {
        await page.close();
      }
    },
    close: async () => {
      await browser.close();
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
