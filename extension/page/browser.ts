/**
 * The seam to the browser for the web page: what the extension asks of the browser's own API is done here with what
 * every page has. Its build puts this file in the place of `extension/browser.ts`.
 */
import { version } from '../../package.json';
import type * as extension from '../browser.ts';
import english from '../public/_locales/en/messages.json';

type Seam = typeof extension;

export const getMessage: Seam['getMessage'] = (name, substitutions) => {
  const message = (english as Record<string, { message: string }>)[name]?.message ?? '';
  return message.replace(/\$([1-9])/g, (_, digit) => substitutions[Number(digit) - 1] ?? '');
};

export const userLocale: Seam['userLocale'] = () => navigator.language;

/** Before the names of everything that is stored, apart from what other pages of this server may store. */
const PREFIX = 'docket:';

type Listener = Parameters<Seam['onStored']>[1];

const storages: Record<extension.Area, Storage> = { local: localStorage, session: sessionStorage };
const listeners: Record<extension.Area, Set<Listener>> = { local: new Set(), session: new Set() };

const parse = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text));

/** Stores a text, or (null) removes it, and tells this window, which the browser's own event leaves out. */
function put(area: extension.Area, key: string, text: string | null): void {
  const storage = storages[area];
  if (storage.getItem(PREFIX + key) === text) return;
  if (text === null) storage.removeItem(PREFIX + key);
  else storage.setItem(PREFIX + key, text);
  for (const listener of listeners[area]) queueMicrotask(() => listener(key, parse(text)));
}

addEventListener('storage', ({ storageArea, key, newValue }) => {
  if (storageArea !== localStorage || !key?.startsWith(PREFIX)) return;
  for (const listener of listeners.local) listener(key.slice(PREFIX.length), parse(newValue));
});

export const readStored: Seam['readStored'] = async (area, key) =>
  parse(storages[area].getItem(PREFIX + key));

export const readAllStored: Seam['readAllStored'] = async (area, prefix) => {
  const keys = Object.keys(storages[area]).filter((key) => key.startsWith(PREFIX + prefix));
  return new Map(keys.map((key) => [key.slice(PREFIX.length), parse(storages[area].getItem(key))]));
};

/** Rejects where the browser has no more room. */
export const writeStored: Seam['writeStored'] = async (area, key, value) =>
  put(area, key, JSON.stringify(value));

export const removeStored: Seam['removeStored'] = async (area, keys) => {
  for (const key of [keys].flat()) put(area, key, null);
};

export const onStored: Seam['onStored'] = (area, callback) => {
  // One of its own for each call, as listeners of the extension's storage are.
  const listener: Listener = (key, value) => callback(key, value);
  listeners[area].add(listener);
  return () => void listeners[area].delete(listener);
};

/** Does nothing: a page's storage is open to every script of its origin. See docs/decisions/0022. */
export const keepStorageToExtension: Seam['keepStorageToExtension'] = async () => {};

/** A page asks for no permission: its policy lets it call its own server, and none but that. */
const isOwnServer = async ({ origin }: URL): Promise<boolean> => origin === location.origin;

export const askForOrigin: Seam['askForOrigin'] = isOwnServer;
export const hasOrigin: Seam['hasOrigin'] = isOwnServer;
export const forgetOrigin: Seam['forgetOrigin'] = async () => true;

interface OwnDownload extends extension.Download {
  ending: AbortController;
}

/** The downloads since the page was loaded; the place of each is its id. */
const downloads: OwnDownload[] = [];

/** Names that the extension's downloads have for these replies. */
const refusals: Record<number, string> = { 401: 'SERVER_UNAUTHORIZED', 403: 'SERVER_FORBIDDEN' };

/** Hands a whole file to the browser, which saves it as it does any download. */
function save(file: Blob, filename: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = filename;
  link.click();
  // The browser takes the file in a task of its own.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function receive(
  download: OwnDownload,
  url: string,
  filename: string,
  headers: Record<string, string>,
): Promise<void> {
  try {
    const reply = await fetch(url, {
      headers,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: download.ending.signal,
    });
    if (!reply.ok || !reply.body) throw new Error(refusals[reply.status] ?? 'SERVER_FAILED');
    const counted = reply.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          download.bytes += chunk.length;
          controller.enqueue(chunk);
        },
      }),
    );
    // Its type decides the ending of the file's name in Chromium.
    const type = reply.headers.get('Content-Type') ?? '';
    save(await new Response(counted, { headers: { 'Content-Type': type } }).blob(), filename);
    download.state = 'complete';
  } catch (error) {
    download.state = 'interrupted';
    download.error = download.ending.signal.aborted ? 'USER_CANCELED' : (error as Error).message;
  }
}

/** The browser keeps the file until it is whole: only then it can be saved. */
export const startDownload: Seam['startDownload'] = async (url, filename, headers) => {
  const download: OwnDownload = {
    id: downloads.length,
    state: 'in_progress',
    bytes: 0,
    error: undefined,
    ending: new AbortController(),
  };
  downloads.push(download);
  void receive(download, url, filename, headers);
  return download.id;
};

export const getDownload: Seam['getDownload'] = async (id) => {
  const { ending: _, ...download } = downloads[id] ?? {};
  return 'id' in download ? (download as extension.Download) : undefined;
};

export const cancelDownload: Seam['cancelDownload'] = async (id) => downloads[id]?.ending.abort();

export const canShowDownload: Seam['canShowDownload'] = () => false;
export const showDownload: Seam['showDownload'] = () => {};

export const ownVersion: Seam['ownVersion'] = () => version;
