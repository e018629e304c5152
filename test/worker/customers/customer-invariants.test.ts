import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, path, runScheduled } from './calls.ts';

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

/** What must never be found, whatever has happened: each counts the rows that are wrong. */
const wrongs: Record<string, string> = {
  'orders of a customer who is gone': `SELECT count(*) FROM orders WHERE
    customer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM customers WHERE id = customer_id)
    OR referrer_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM customers WHERE id = referrer_id)`,
  'events of a customer who is gone':
    'SELECT count(*) FROM customer_events WHERE customer_id NOT IN (SELECT id FROM customers)',
  'removals that have not come to their end': 'SELECT count(*) FROM removed_customers',
  'customers without all of their events': `SELECT count(*) FROM customers AS c WHERE NOT EXISTS (
    SELECT 1 FROM customer_events WHERE customer_id = c.id AND number = 1 AND type = 'customer.created')
    OR (SELECT count(*) <> max(number) FROM customer_events WHERE customer_id = c.id)`,
  'wrong summaries': `SELECT count(*) FROM customers AS c WHERE
    (all_orders_count, referred_orders_count, orders_count, orders_total_amount) IS NOT (
      (SELECT count(*) FROM orders WHERE customer_id = c.id), (SELECT count(*) FROM orders WHERE referrer_id = c.id),
      (SELECT count(*) FROM orders WHERE customer_id = c.id AND status = 'PAID'),
      (SELECT coalesce(sum(total_amount), 0) FROM orders WHERE customer_id = c.id AND status = 'PAID'))
    OR last_order_seq IS NOT (SELECT seq FROM orders WHERE customer_id = c.id AND status = 'PAID'
      ORDER BY created_at DESC, seq DESC LIMIT 1)`,
  'wrong totals': `SELECT total <> (SELECT count(*) FROM customers) FROM table_counts WHERE name = 'customers'`,
  'wrong counts by status': `SELECT count(*) FROM order_counts WHERE
    created + paid + canceled + fulfilled <> (SELECT count(*) FROM orders)`,
  'orders without all of their events': `SELECT count(*) FROM orders AS o WHERE
    version <> 1 + (SELECT count(*) FROM order_events WHERE order_seq = o.seq)`,
};

async function expectConsistency(): Promise<void> {
  const found: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries(wrongs))
    found[name] = await env.DB.prepare(`SELECT (${sql}) AS count`).first('count');
  expect(found).toEqual(Object.fromEntries(Object.keys(wrongs).map((name) => [name, 0])));
  // Fails where an index of trigrams is not what the texts of customers, or source_ids of orders, say.
  for (const index of ['customers_search', 'orders_search'])
    await run(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`);
}

const text = fc.constantFrom('Ann', 'Ànn', 'Łania', '王伟', 'Bob Example', '', null, 'x', '😀😀😀', 'a"b*c');
const person = fc.record({ source: fc.nat(2), name: text, email: text }, { requiredKeys: ['source'] });
const step = fc.oneof(
  fc.record({
    kind: fc.constant('order' as const),
    order: fc.nat(3),
    person,
    status: fc.constantFrom('PAID', 'CREATED'),
    amount: fc.nat(9),
  }),
  fc.record({ kind: fc.constant('refer' as const), order: fc.nat(3), person }),
  fc.record({ kind: fc.constant('detach' as const), order: fc.nat(3) }),
  fc.record({ kind: fc.constant('profile' as const), person, rename: fc.option(fc.nat(2)) }),
  fc.record({ kind: fc.constant('delete' as const), person }),
  fc.record({ kind: fc.constant('forget' as const), person }),
  fc.record({ kind: fc.constant('sweep' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Takes a step, and answers its status; what is not there or taken is a refusal, never a failure. */
async function take(one: Step, sources: string[], orders: string[]): Promise<number> {
  const call = async (method: string, url: string, body?: unknown) =>
    (await customers.client.call(method, url, body === undefined ? {} : { body })).status;
  const named = ({
    source,
    name,
    email,
  }: {
    source: number;
    name?: string | null;
    email?: string | null;
  }) => ({
    source_id: sources[source],
    ...(typeof name === 'string' && { name }),
    ...(typeof email === 'string' && { email }),
  });
  switch (one.kind) {
    case 'order': {
      const { status, amount, person: who, order } = one;
      return call('POST', '/v1/orders', { source_id: orders[order], status, amount, customer: named(who) });
    }
    case 'refer':
      return call('POST', '/v1/orders', { source_id: orders[one.order], referrer: named(one.person) });
    case 'detach':
      return call('POST', '/v1/orders', { source_id: orders[one.order], customer_id: null });
    case 'profile': {
      const { source, ...texts } = one.person;
      const body = { ...texts, ...(one.rename !== null && { source_id: sources[one.rename] }) };
      return call('PUT', path(sources[source] ?? ''), body);
    }
    case 'delete':
      return call('DELETE', path(sources[one.person.source] ?? ''));
    case 'forget':
      return call('POST', `${path(sources[one.person.source] ?? '')}/permanent-deletion`, {});
    case 'sweep':
      await runScheduled();
      return 200;
  }
}

const make = (prefix: string, count: number) => Array.from({ length: count }, () => uniqueId(prefix));

describe('customers, their orders, events and search', () => {
  it('agree after whatever happens in turn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        const [sources, orders] = [make('c', 3), make('o', 4)];
        for (const one of steps) expect([200, 204, 404, 409]).toContain(await take(one, sources, orders));
        await expectConsistency();
      }),
      { numRuns: 60 },
    );
  });

  it('agree after it all happens at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const [sources, orders] = [make('c', 3), make('o', 4)];
        const statuses = await Promise.all(steps.map((one) => take(one, sources, orders)));
        expect(statuses.filter((status) => ![200, 204, 404, 409].includes(status))).toEqual([]);
        await runScheduled();
        await expectConsistency();
      }),
      { numRuns: 15 },
    );
  });
});
