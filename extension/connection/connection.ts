import * as z from 'zod';
import { Project } from '../../shared/project.ts';
import { keepStorageToExtension, onStored, readStored, removeStored, writeStored } from '../browser.ts';

const KEY = 'connection';

/** A server and the key pair to call it with, as last tested; `project` is what the server then said of itself and of the key. */
export const Connection = z.object({
  /** Without a slash at the end. */
  url: z.string(),
  appId: z.string(),
  appToken: z.string(),
  project: Project,
});
export type Connection = z.infer<typeof Connection>;

const parseConnection = (stored: unknown): Connection | null => Connection.safeParse(stored).data ?? null;

export const readConnection = async (): Promise<Connection | null> =>
  parseConnection(await readStored('local', KEY));

/** Stores a tested connection where no page's script can read it. */
export async function storeConnection(connection: Connection): Promise<void> {
  await keepStorageToExtension();
  await writeStored('local', KEY, connection);
}

export const removeConnection = (): Promise<void> => removeStored('local', KEY);

/** Calls back with every change, whichever window makes it; answers how to stop. */
export const onConnection = (callback: (connection: Connection | null) => void): (() => void) =>
  onStored('local', (key, value) => {
    if (key === KEY) callback(parseConnection(value));
  });
