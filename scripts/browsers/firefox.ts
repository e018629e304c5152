import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { extensionFolder } from './build-extension.ts';
import { executableOf } from './executables.ts';

const ADDON = 'docket@docket.example';
/** Firefox gives each installation of an extension an address of its own, unless it is told one. */
const UUID = '2f7dd8a4-5b1c-4c60-9d3e-0c9f6f8f1a55';

/** Starts Firefox, without a window, with the built extension in it. It grants optional permissions without a question. */
export async function launchFirefox() {
  const folder = mkdtempSync(join(tmpdir(), 'docket-firefox-'));
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: executableOf('firefox'),
    headless: true,
    // The protocol would otherwise keep whole replies in memory.
    networkEnabled: false,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [ADDON]: UUID }),
      'extensions.webextOptionalPermissionPrompts': false,
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'intl.locale.requested': 'en-US',
    },
  });
  await browser.installExtension(extensionFolder.firefox);
  const panelUrl = `moz-extension://${UUID}/sidepanel.html`;

  return {
    browser,
    downloads,
    panelUrl,
    /** Opens the panel in a tab: the sidebar itself is out of the protocol's reach. */
    openPanel: async (): Promise<Page> => {
      const page = await browser.newPage();
      // On pages of extensions it would wait for events that never come.
      await page.goto(panelUrl, { waitUntil: [] });
      await page.setViewport({ width: 360, height: 765 });
      return page;
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
