import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type KeyPair, keyHeaders } from './key-pairs.ts';
import { ROOT } from './local/wrangler.ts';

/** How many of the sample's orders the demo loads. */
const DEMO_ORDERS = 300;

/** The currency of the sample: its amounts are pence. */
export const DEMO_CURRENCY = 'GBP';

/** The real orders in data/, one JSON text each; data/README.md says where they come from. */
export const sampleOrders = (): string[] =>
  gunzipSync(readFileSync(join(ROOT, 'data/online-retail-2010-12.ndjson.gz')))
    .toString()
    .trim()
    .split('\n');

/** An order that also writes the products of its lines to the catalogue, at the price of the line. */
export function withCatalogue(text: string): string {
  const order = JSON.parse(text);
  for (const item of order.items) item.product = { ...item.product, price: item.price, override: true };
  return JSON.stringify(order);
}

/**
 * Posts the first orders of the sample, and the catalogue with them. Their source_ids make it safe to repeat.
 * @returns how many were posted
 */
export async function loadDemo(url: URL, key: KeyPair): Promise<number> {
  const orders = sampleOrders().slice(0, DEMO_ORDERS).map(withCatalogue);
  for (const body of orders) {
    const response = await fetch(new URL('/v1/orders', url), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...keyHeaders(key),
      },
      body,
    });
    if (!response.ok) throw new Error(`the demo's order was refused: ${await response.text()}`);
    await response.arrayBuffer();
  }
  return orders.length;
}
