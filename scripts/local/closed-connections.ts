import { setImmediate } from 'node:timers/promises';

/**
 * Lets fetch see which idle connections the other side has closed while this process was busy, before it takes one for
 * a call that would fail. The first turn may be the rest of the present one, in which no socket is looked at.
 */
export async function noticeClosedConnections(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
