/**
 * npm run measure: what the real orders in data/ cost when posted one by one: rows written, and bytes stored.
 * The figures in docs/operations.md come from here.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleOrders } from './demo.ts';
import { createLocalKey, keyHeaders } from './key-pairs.ts';
import { bundleWorker, startLocalWorker } from './local/local-worker.ts';

const state = mkdtempSync(join(tmpdir(), 'docket-measure-'));
const orders = sampleOrders();

const key = await createLocalKey(state, { role: 'admin', name: 'measure' });
const miniflare = await startLocalWorker({ script: await bundleWorker(), state });

try {
  const url = new URL('/v1/orders', await miniflare.unsafeGetDirectURL());
  const database = await miniflare.getD1Database('DB');
  const size = async () => (await database.prepare('SELECT 1').run()).meta.size_after;

  /** Posts every order once; returns the mean rows written. */
  const post = async (headers: (index: number) => Record<string, string>): Promise<number> => {
    let rowsWritten = 0;
    for (const [index, body] of orders.entries()) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...keyHeaders(key),
          ...headers(index),
        },
        body,
      });
      if (!response.ok) throw new Error(await response.text());
      await response.arrayBuffer();
      rowsWritten += Number(
        /d1-rows-written;desc=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1],
      );
    }
    return rowsWritten / orders.length;
  };

  const empty = await size();
  const rowsWritten = await post(() => ({}));
  const stored = await size();
  const repeated = await post((index) => ({ 'Idempotency-Key': `measure-${index}` }));
  const withReplies = await size();
  const lines = orders.reduce((sum, order) => sum + JSON.parse(order).items.length, 0);
  console.log(
    JSON.stringify({
      orders: orders.length,
      lines_an_order: lines / orders.length,
      bytes_sent_an_order: Math.round(Buffer.byteLength(orders.join('')) / orders.length),
      bytes_stored_an_order: Math.round((stored - empty) / orders.length),
      bytes_a_kept_reply: Math.round((withReplies - stored) / orders.length),
      rows_written_an_order: Number(rowsWritten.toFixed(2)),
      rows_written_a_repeat_with_key: Number(repeated.toFixed(2)),
    }),
  );
} finally {
  await miniflare.dispose();
  rmSync(state, { recursive: true, force: true });
}
