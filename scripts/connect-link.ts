import type { KeyPair } from './key-pairs.ts';

/**
 * The link that opens the desk at this origin connected. The key is in the fragment, which browsers send to no
 * server, and which the page takes out of the address at once.
 */
export const connectLink = (
  origin: string,
  { app_id, app_token }: Pick<KeyPair, 'app_id' | 'app_token'>,
): string => `${origin}/#connect=${app_id}.${app_token}`;
