/**
 * The one seam to the browser: what Docket asks of it, in Docket's words. Chromium and Firefox differ here only. The
 * build of the web page puts `page/browser.ts` in its place.
 */
import { type Browser, browser } from '@wxt-dev/browser';

/** A text of `_locales`, its $1 to $9 replaced; empty where there is none of that name. */
export const getMessage = (name: string, substitutions: string[]): string =>
  browser.i18n.getMessage(name, substitutions);

/** The user's language, as in `en-GB`: for numbers, amounts and dates. */
export const userLocale = (): string => browser.i18n.getUILanguage();

/** Parts of the browser's storage: `local` is kept, `session` ends with the browser. */
export type Area = 'local' | 'session';

/** One stored value, or undefined. */
export async function readStored(area: Area, key: string): Promise<unknown> {
  return (await browser.storage[area].get(key))[key];
}

/** All stored values whose key begins so. */
export async function readAllStored(area: Area, prefix: string): Promise<Map<string, unknown>> {
  const all = Object.entries(await browser.storage[area].get(null));
  return new Map(all.filter(([key]) => key.startsWith(prefix)));
}

/** Resolves once the value is stored. */
export const writeStored = (area: Area, key: string, value: unknown): Promise<void> =>
  browser.storage[area].set({ [key]: value });

export const removeStored = (area: Area, keys: string | string[]): Promise<void> =>
  browser.storage[area].remove(keys);

/** Calls back with every key that changes, and its new value (undefined once it is removed); answers how to stop. */
export function onStored(area: Area, callback: (key: string, value: unknown) => void): () => void {
  const listener = (changes: Record<string, { newValue?: unknown }>) => {
    for (const [key, { newValue }] of Object.entries(changes)) callback(key, newValue);
  };
  browser.storage[area].onChanged.addListener(listener);
  return () => browser.storage[area].onChanged.removeListener(listener);
}

/** Keeps what is stored from the scripts of pages, where the browser can: Firefox gives them none in the first place. */
export async function keepStorageToExtension(): Promise<void> {
  await browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** A window whose panel is to be opened. */
type Tab = Browser.tabs.Tab;

/** Opens the panel beside a tab. To be called before anything is awaited: it takes the user's click. */
export function openPanel(tab: Tab | undefined): Promise<void> {
  if (browser.sidePanel) return browser.sidePanel.open({ windowId: tab?.windowId ?? -2 });
  return (browser as unknown as { sidebarAction: { open(): Promise<void> } }).sidebarAction.open();
}

/** The window that this page is in. */
export const ownWindowId = async (): Promise<number | undefined> => (await browser.windows.getCurrent()).id;

/** The toolbar button, or its keyboard shortcut. */
export const onAction = (callback: (tab: Tab) => void): void =>
  browser.action.onClicked.addListener(callback);

/** A keyboard shortcut of the manifest. */
export function onCommand(name: string, callback: (tab: Tab | undefined) => void): void {
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === name) callback(tab);
  });
}

/** An entry in the context menu of selected text. Entries outlive the background script, so each is made anew on installation. */
export function onSelectionMenu(
  id: string,
  title: string,
  callback: (tab: Tab | undefined, selection: string) => void,
): void {
  browser.runtime.onInstalled.addListener(async () => {
    await browser.contextMenus.removeAll();
    browser.contextMenus.create({ id, title, contexts: ['selection'] });
  });
  browser.contextMenus.onClicked.addListener((info, tab) => {
    if (info.menuItemId === id) callback(tab, info.selectionText ?? '');
  });
}

/** Runs a function that stands by itself in a page that the user has just acted on; undefined where that is not allowed. */
export async function runInPage<Result>(
  tab: Tab | undefined,
  func: () => Result,
): Promise<Result | undefined> {
  if (tab?.id === undefined) return undefined;
  try {
    const [frame] = await browser.scripting.executeScript({ target: { tabId: tab.id }, func });
    return frame?.result as Result | undefined;
  } catch {
    return undefined;
  }
}

/** Runs a script of the extension in a page that the user has just acted on, and answers its result; undefined where that is not allowed. */
export async function runScriptInPage(tab: Tab | undefined, file: string): Promise<unknown> {
  if (tab?.id === undefined) return undefined;
  try {
    const [frame] = await browser.scripting.executeScript({ target: { tabId: tab.id }, files: [`/${file}`] });
    return frame?.result;
  } catch {
    return undefined;
  }
}

/** A few characters on the toolbar button; an empty text takes them away. */
export const setBadge = (text: string): Promise<void> => browser.action.setBadgeText({ text });

/** Calls back every minute from now on, also after the browser was closed; a second call with the name changes nothing. */
export async function startAlarm(name: string): Promise<void> {
  if (!(await browser.alarms.get(name))) await browser.alarms.create(name, { periodInMinutes: 1 });
}

export const stopAlarm = (name: string): Promise<boolean> => browser.alarms.clear(name);

export function onAlarm(name: string, callback: () => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) callback();
  });
}

/** Calls back when the browser starts and when the extension is installed or updated. */
export function onBegin(callback: () => void): void {
  browser.runtime.onStartup.addListener(callback);
  browser.runtime.onInstalled.addListener(callback);
}

const pattern = (url: URL): string => `${url.protocol}//${url.hostname}/*`;

/** Asks for the right to call a server. To be called before anything is awaited: it takes the user's click. */
export const askForOrigin = (url: URL): Promise<boolean> =>
  browser.permissions.request({ origins: [pattern(url)] });

export const hasOrigin = (url: URL): Promise<boolean> =>
  browser.permissions.contains({ origins: [pattern(url)] });

/** Gives the right to call a server back. */
export const forgetOrigin = (url: URL): Promise<boolean> =>
  browser.permissions.remove({ origins: [pattern(url)] });

/** A download as it goes; `bytes` is what has arrived at least, of a finished one its size; `error` the browser's own word. */
export interface Download {
  id: number;
  state: 'in_progress' | 'complete' | 'interrupted';
  bytes: number;
  error: string | undefined;
}

/** Begins a download that the browser writes to disk as it arrives. Answers its id. */
export const startDownload = (
  url: string,
  filename: string,
  headers: Record<string, string>,
): Promise<number> =>
  browser.downloads.download({
    url,
    filename,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  });

/** How far a download is; undefined once the browser has forgotten it. */
export async function getDownload(id: number): Promise<Download | undefined> {
  const [item] = await browser.downloads.search({ id });
  if (!item) return undefined;
  // Firefox does not count the last bytes that it receives.
  const bytes = item.state === 'complete' ? item.fileSize : item.bytesReceived;
  return { id, state: item.state, bytes, error: item.error };
}

export const cancelDownload = (id: number): Promise<void> => browser.downloads.cancel(id);

/** Tells whether a finished download can be shown in its folder. */
export const canShowDownload = (): boolean => true;

/** Shows a finished download in its folder. */
export const showDownload = (id: number): void => browser.downloads.show(id);

/** The version of this application, as against the server's. */
export const ownVersion = (): string => browser.runtime.getManifest().version;
