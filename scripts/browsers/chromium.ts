import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Extension, type Page, type WebWorker } from 'puppeteer-core';
import { extensionFolder } from './build-extension.ts';
import { executableOf } from './executables.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--window-size=1280,900',
];

interface ChromiumOptions {
  /** A profile that is kept; without it the browser has one of its own, removed when it is closed. */
  profile?: string;
  /** The folder of another extension than the panel's, with a side panel of the same name. */
  extension?: string;
}

/** A folder for a profile, whose downloads go into the `downloads` inside it without a question. */
export function newProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), 'docket-chromium-'));
  const downloads = join(profile, 'downloads');
  mkdirSync(downloads);
  mkdirSync(join(profile, 'Default'));
  writeFileSync(
    join(profile, 'Default/Preferences'),
    JSON.stringify({ download: { default_directory: downloads, prompt_for_download: false } }),
  );
  return profile;
}

async function backgroundOf(browser: Browser, id: string): Promise<WebWorker> {
  const target = await browser.waitForTarget(
    (candidate) => candidate.type() === 'service_worker' && candidate.url().includes(id),
  );
  const worker = await target.worker();
  if (!worker) throw new Error('the extension has no service worker');
  // A click on the action is lost until the worker has once answered.
  await worker.evaluate(() => 1);
  return worker;
}

async function extensionOf(browser: Browser, id: string): Promise<Extension> {
  const extension = (await browser.extensions()).get(id);
  if (!extension) throw new Error(`there is no extension ${id}`);
  return extension;
}

/** What Chromium's own page of extensions can do that no API of extensions may. */
type DeveloperPrivate = Record<
  'addHostPermission' | 'removeHostPermission',
  (id: string, pattern: string) => Promise<void>
>;

export type Chromium = Awaited<ReturnType<typeof launchChromium>>;

/** Starts Chromium, without a window, with the built extension in it and one empty page. */
export async function launchChromium({
  profile: kept,
  extension = extensionFolder.chromium,
}: ChromiumOptions = {}) {
  const profile = kept ?? newProfile();
  const browser = await puppeteer.launch({
    executablePath: executableOf('chromium'),
    headless: true,
    pipe: true,
    enableExtensions: true,
    defaultViewport: null,
    userDataDir: profile,
    args: ARGUMENTS,
    env: { ...process.env, LANGUAGE: 'en_US' },
  });
  const id = await browser.installExtension(extension);
  const background = await backgroundOf(browser, id);
  const [page = await browser.newPage()] = await browser.pages();

  const settings = await browser.newPage({ background: true });
  await settings.goto('chrome://extensions');
  const setPermission = (method: keyof DeveloperPrivate, pattern: string): Promise<void> =>
    settings.evaluate(
      (name, extension, origins) =>
        (globalThis as unknown as { chrome: { developerPrivate: DeveloperPrivate } }).chrome.developerPrivate[
          name
        ](extension, origins),
      method,
      id,
      pattern,
    );

  /** Opens the real side panel by the toolbar's action, beside the page. */
  const openPanel = async (): Promise<Page> => {
    const opened = browser.waitForTarget((target) => target.url().includes(`${id}/sidepanel.html`));
    await page.bringToFront();
    await page.triggerExtensionAction(await extensionOf(browser, id));
    return (await opened).asPage();
  };

  const removeProfile = () => {
    if (kept === undefined) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };

  return {
    browser,
    background,
    /** The page that the panel stands beside. */
    page,
    /** The panel as a page that fills a tab. */
    panelUrl: `chrome-extension://${id}/sidepanel.html`,
    downloads: join(profile, 'downloads'),
    openPanel,
    /** Answers the browser's question for an origin before it is asked: without a window nobody could. */
    allowOrigin: (pattern: string) => setPermission('addHostPermission', pattern),
    forbidOrigin: (pattern: string) => setPermission('removeHostPermission', pattern),
    /** Ends it as a crash would. */
    kill: async () => {
      const process = browser.process();
      const ended = process && once(process, 'exit');
      process?.kill('SIGKILL');
      await ended;
    },
    close: async () => {
      await browser.close();
      removeProfile();
    },
  };
}
