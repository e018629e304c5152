import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DAY } from '../shared/durations.ts';
import { type KeyPair, keyHeaders } from './key-pairs.ts';
import { ROOT } from './local/wrangler.ts';

/** How many of the sample's orders the demo loads, over how many days until now, and of how many lines at most. */
const DEMO_ORDERS = 300;
const DEMO_DAYS = 60;
const DEMO_LINES = 200;

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

const words = (text: string): string[] => text.split(' ');
const FIRST_NAMES = words(
  'Marta Jonas Priya Tom Aisha Lars Chiara Owen Noor Hugo Ines Kofi Freya Mateo Yuki Clara Samir Elif Ruben Zoe',
);
const LAST_NAMES = words(
  'Lindqvist Berg Raman Hughes Rossi Nowak Fischer Okafor Moreau Silva Tanaka Jensen Murphy Novak Costa Weber ' +
    'Haddad Larsen Kaya Evans',
);

/** Names for customers in the order in which they appear: 400 before one comes again. */
function madeUpPerson(count: number) {
  const first = FIRST_NAMES[count % 20] ?? '';
  const last = LAST_NAMES[(count + Math.floor(count / 20)) % 20] ?? '';
  const email = `${first}.${last}@example.com`.toLowerCase();
  // Numbers that are kept free for stories.
  return { name: `${first} ${last}`, email, phone: `+44 20 7946 0${String(count).padStart(3, '0')}` };
}

const referrer = { source_id: 'gift-guide', name: 'The Gift Guide', email: 'hello@gift-guide.example' };

/**
 * The demo's orders, the oldest first: real lines, moved to the last weeks and shortened, of people with made-up names,
 * with statuses, discounts, referrers and metadata that show what an order may have. Only their times depend on `now`.
 */
export function demoOrders(now: number): Record<string, unknown>[] {
  const people = new Map<string, ReturnType<typeof madeUpPerson>>();
  const texts = sampleOrders().slice(0, DEMO_ORDERS);
  return texts.map((text, index) => {
    const { customer, ...order } = JSON.parse(withCatalogue(text));
    const items = order.items.slice(0, DEMO_LINES);
    const every = (count: number): boolean => index % count === count - 1;
    const isRecent = texts.length - index <= 20;
    const amount = items.reduce(
      (sum: number, { quantity, price }: Record<string, number>) => sum + (quantity ?? 0) * (price ?? 0),
      0,
    );
    if (customer && !people.has(customer.source_id))
      people.set(customer.source_id, madeUpPerson(people.size));
    return {
      ...order,
      items,
      ...(order.status === 'PAID' && every(10) && { status: 'FULFILLED' }),
      ...(order.status === 'PAID' && isRecent && every(3) && { status: 'CREATED' }),
      created_at: new Date(now - ((texts.length - 1 - index) * DEMO_DAYS * DAY) / texts.length).toISOString(),
      ...(every(9) && { discount_amount: Math.floor(amount / 10) }),
      ...(every(11) && { referrer }),
      ...(customer && { customer: { ...customer, ...people.get(customer.source_id) } }),
      metadata: { ...order.metadata, channel: ['web', 'phone', 'store'][index % 3], gift: every(5) },
    };
  });
}

/** The voucher that is made last: once it is there the demo is whole. */
const LAST_VOUCHER = 'TENOFF50';

/**
 * Posts the demo's orders and the catalogue with them, then a metadata schema, a segment and two vouchers. A
 * demo that is whole is left as its user has made it.
 * @returns how many orders were posted
 */
export async function loadDemo(url: URL, key: KeyPair): Promise<number> {
  const headers = { 'Content-Type': 'application/json', ...keyHeaders(key) };
  const send = async (method: string, path: string, body: object): Promise<{ id: string }> => {
    const response = await fetch(new URL(path, url), { method, headers, body: JSON.stringify(body) });
    // What a start that was interrupted has left is there already.
    if (!response.ok && response.status !== 409)
      throw new Error(`the demo's ${path} was refused: ${await response.text()}`);
    return response.json() as Promise<{ id: string }>;
  };
  const present = await fetch(new URL(`/v1/vouchers/${LAST_VOUCHER}`, url), { headers });
  await present.arrayBuffer();
  if (present.ok) return 0;

  const orders = demoOrders(Date.now());
  for (const order of orders) await send('POST', '/v1/orders', order);
  await send('PUT', '/v1/metadata-schemas/order', {
    properties: { country: { type: 'string' }, channel: { type: 'string' }, gift: { type: 'boolean' } },
  });
  await send('POST', '/v1/segments', {
    name: 'Spent more than £1,000',
    type: 'auto-update',
    filter: { 'summary.orders.total_amount': { conditions: { $more_than: [100_000] } } },
  });
  const rule = await send('POST', '/v1/validation-rules', {
    name: 'From £50',
    rules: { '1': { name: 'order.amount', conditions: { $more_than_or_equal: [5000] } }, logic: '1' },
    error: { message: 'Spend at least £50.' },
  });
  await send('POST', '/v1/vouchers/WELCOME10', { discount: { type: 'PERCENT', percent_off: 10 } });
  await send('POST', `/v1/vouchers/${LAST_VOUCHER}`, {
    discount: { type: 'AMOUNT', amount_off: 1000 },
    validation_rules: [rule.id],
  });
  return orders.length;
}
