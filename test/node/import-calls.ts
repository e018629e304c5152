/** Calls of imports over the network. */
import { expect, vi } from 'vitest';
import { AcceptedAction, type AsyncAction } from '../../shared/async-actions.ts';
import type { Order } from '../../shared/orders/orders.ts';
import type { Server } from './server.ts';

/** Sends an import that must be accepted; answers its id. */
export async function sendImport(
  server: Server,
  body: string | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${server.url}/v1/orders/import`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-ndjson',
      'X-App-Id': server.key.app_id,
      'X-App-Token': server.key.app_token,
      ...headers,
    },
    body,
    // Of streams; Cloudflare's types, which stand in the place of Node's, do not know it.
    ...{ duplex: 'half' },
  });
  expect(response.status).toBe(200);
  return AcceptedAction.parse(await response.json()).async_action_id;
}

/** The action once it has come so far, in percent. */
export const reached = (server: Server, id: string, progress: number): Promise<AsyncAction> =>
  vi.waitFor(
    async () => {
      const { body } = await server.call<AsyncAction>('GET', `/v1/async-actions/${id}`);
      expect(body.progress).toBeGreaterThanOrEqual(progress);
      return body;
    },
    { timeout: 300_000, interval: 20 },
  );

/** The action once it has come to its end. */
export const done = (server: Server, id: string): Promise<AsyncAction> => reached(server, id, 100);

export const importInto = async (server: Server, body: string, type = 'application/x-ndjson') =>
  done(server, await sendImport(server, body, { 'Content-Type': type }));

/** All orders, the newest first. */
export async function allOrders(server: Server): Promise<Order[]> {
  type Page = { orders: Order[]; more_starting_after?: string };
  const found: Order[] = [];
  let cursor = '';
  do {
    const after = cursor && `&starting_after_id=${cursor}`;
    const { body } = await server.call<Page>('GET', `/v1/orders?limit=100${after}`);
    found.push(...body.orders);
    cursor = body.more_starting_after ?? '';
  } while (cursor !== '');
  return found;
}
