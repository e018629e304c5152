import { signal } from '@preact/signals';
import { readConnectionText } from '../connection/connection-text.ts';
import { testAndStore } from '../connection/test-and-store.ts';
import { connectProblem } from '../panel/connect/connect-problem.ts';
import { text } from '../text.ts';

/** Beginning of the fragment of a link that opens the page connected: `#connect=<App ID>.<token>`. */
const FRAGMENT = '#connect=';

/** Why the link that was followed did not connect; empty where it did, or there was none. */
export const linkProblem = signal('');

/**
 * Connects to the server that the page is of, by a link or a line that has a key. Nothing is stored before the
 * server has taken it. Answers what is wrong, or nothing.
 */
export async function connectBy(given: string): Promise<string> {
  const { url, appId, appToken } = readConnectionText(given);
  if (!appId || !appToken) return text('problem_link');
  if (url && url !== location.origin) return text('problem_link_elsewhere', url);
  try {
    await testAndStore({ url: location.origin, appId, appToken });
    return '';
  } catch (error) {
    return connectProblem(error);
  }
}

/** Takes the key out of the address at once, so that it is neither seen nor copied with it, and connects by it. */
export async function followLink(): Promise<void> {
  if (!location.hash.startsWith(FRAGMENT)) return;
  const link = location.href;
  history.replaceState(history.state, '', '#/orders');
  linkProblem.value = await connectBy(link);
}
