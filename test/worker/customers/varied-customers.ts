import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { customerFilterFields } from '../../../shared/customers/customer-lists.ts';
import type { Customer } from '../../../shared/customers/customers.ts';
import type { Order } from '../../../shared/orders/orders.ts';
import { flag, generateFilters } from '../lists/generate-filters.ts';
import { matchesNaively, type RawFilters } from '../lists/naive-filters.ts';
import type { CustomerCalls } from './calls.ts';

/*
 * Customers, and expressions over them, for what filters mean: in lists, and in segments.
 */

const MOMENTS = [0, 86_400_000, 1_577_836_800_000, 1_577_836_800_001];

const metadatas: (Record<string, unknown> | undefined)[] = [
  { tier: 'Gold', size: 42, vip: true, nested: { deep: 'x' } },
  { tier: ['gold', 7], size: 4.5, 'nested.deep': 'Gold' },
  undefined,
  { tier: null, size: '42', when: '2020-02-03' },
  { tier: [], size: [1, 42] },
];
const addresses = [
  undefined,
  { city: 'Graz', country: 'AT', state: null },
  { city: 'Łódź', postal_code: '90-001' },
  { city: null },
];

/** Twenty customers who differ in every field that filters know, as the API answers them. */
export async function makeVaried(customers: CustomerCalls): Promise<Customer[]> {
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    const { body } = await customers.post({
      ...(index % 3 && { source_id: `Web-${index}` }),
      ...(index % 4 && { name: ['Ann', "O'Hara", 'Éva'][index % 3] }),
      ...(index % 2 && { email: `${['Ann', 'bob'][index % 4 > 1 ? 1 : 0]}@Example.com` }),
      ...(index % 5 === 0 && { phone: '+43 1', description: 'x'.repeat(60) }),
      ...(addresses[index % 4] && { address: addresses[index % 4] }),
      ...(metadatas[index % 5] && { metadata: metadatas[index % 5] }),
    });
    ids.push(body.id);
    for (let paid = 0; paid < index % 4; paid += 1) {
      const order = { status: paid ? 'PAID' : 'CREATED', amount: 33 * index + paid, customer_id: body.id };
      await customers.client.post({ ...order, created_at: `2020-01-0${paid + 1}T00:00:00.000Z` });
    }
    await env.DB.prepare('UPDATE customers SET created_at = ?, updated_at = ? WHERE id = ?')
      .bind(MOMENTS[index % 4], index % 3 ? null : MOMENTS[index % 2], body.id)
      .run();
  }
  return Promise.all(ids.map((id) => customers.get(id)));
}

/** A customer as the rules of orders' filters read one: by the names of its fields. */
const flat = ({ address, summary, metadata = {}, ...rest }: Customer): Order =>
  ({
    ...rest,
    ...Object.fromEntries(Object.entries(address ?? {}).map(([name, value]) => [`address.${name}`, value])),
    ...Object.fromEntries(
      Object.entries(summary.orders).map(([name, value]) => [`summary.orders.${name}`, value]),
    ),
    metadata,
    items: [],
  }) as unknown as Order;

const text = fc.constantFrom(
  'Ann',
  'ANN',
  "O'Hara",
  'Graz',
  'ź',
  'Web-1',
  'web-',
  '@example',
  '%',
  '42',
  'Gold',
  'x',
);
const number = fc.constantFrom('0', '1', '2', '33', '42', '50', '132.5', '-1', '1000');
const moment = fc.constantFrom(
  ...MOMENTS.map((at) => new Date(at).toISOString()),
  '2020-01-02T00:00:00.000Z',
);
const days = fc.constantFrom('0', '1', '1000', '20000', '100000');
export const { expression, samples } = generateFilters(
  customerFilterFields,
  ['tier', 'size', 'vip', 'when', 'nested', 'nested.deep', 'missing', '__proto__'],
  {
    text,
    number,
    moment,
    days,
    whole: (_, type) => (type === 'text' ? text : fc.oneof(text, number, flag)),
  },
);

/** The ids of the customers whom an expression means. */
export const naively = (customers: readonly Customer[], filters: RawFilters): string[] =>
  customers.filter((customer) => matchesNaively(flat(customer), filters, Date.now())).map(({ id }) => id);
