import { signal } from '@preact/signals';
import * as z from 'zod';
import { Export, type ExportedObject } from '../../../shared/exports/exports.ts';
import { keyHeaders } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import {
  cancelDownload,
  type Download,
  getDownload,
  readStored,
  startDownload,
  writeStored,
} from '../../browser.ts';
import { api, connection } from '../session/session.ts';

const KEY = 'export-download';

/** How often the browser is asked how far a download is, in milliseconds: it does not say so by itself. */
const ASK_EVERY = 500;

/** The download that was begun last in this session of the browser; null where there is none. */
export const running = signal<Download | null>(null);

let timer: ReturnType<typeof setTimeout> | undefined;

async function follow(id: number): Promise<void> {
  clearTimeout(timer);
  running.value = (await getDownload(id)) ?? null;
  if (running.value?.state === 'in_progress') timer = setTimeout(() => void follow(id), ASK_EVERY);
}

/** Finds a download again that was begun before the panel was closed. */
export async function findRunning(): Promise<void> {
  const id = z.number().safeParse(await readStored('session', KEY)).data;
  if (id !== undefined) await follow(id);
}

/**
 * Asks for an export and has the browser download it: the file is written as it arrives, however large it is.
 * @throws ApiFailure, or the browser's error
 */
export async function startExport(subject: ExportedObject, parameters: object, day: string): Promise<void> {
  const present = connection.peek();
  if (!present) return;
  const { data } = await api({
    method: 'POST',
    path: apiPaths.exports,
    body: { exported_object: subject, parameters },
    reply: Export,
  });
  const url = new URL(apiPaths.exportDownload(data.id), present.url);
  const id = await startDownload(url.href, `${subject}s-${day}.csv`, keyHeaders(present));
  await writeStored('session', KEY, id);
  await follow(id);
}

/** Ends the running download; what has arrived of the file is removed by the browser. */
export async function cancelExport(): Promise<void> {
  const id = running.peek()?.id;
  if (id === undefined) return;
  await cancelDownload(id);
  await follow(id);
}

/** Takes the finished download off the screen. */
export async function dismiss(): Promise<void> {
  running.value = null;
  await writeStored('session', KEY, null);
}
