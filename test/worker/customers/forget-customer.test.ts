import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../shared/orders/orders.ts';
import { Client, type Reply } from '../client.ts';
import { counting, run, stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, customerId, path, runScheduled } from './calls.ts';

/** More than a request looks through. */
const KEPT = 9000;

let customers: CustomerCalls;
beforeAll(async () => {
  customers = new CustomerCalls(await Client.create());
});

const once = () => ({ 'Idempotency-Key': uniqueId('once') });

interface Kept {
  headers: Record<string, string>;
  body: Record<string, unknown>;
  reply: Reply<Order>;
}

/** A person, the texts that tell of them, and the orders and profile replies that are kept for idempotency keys. */
async function makeKept() {
  const secret = crypto.randomUUID();
  const person = {
    id: customerId(),
    source_id: `src-${secret}`,
    name: `Name ${secret}`,
    email: `${secret}@example.com`,
    phone: `phone-${secret}`,
    description: `desc-${secret}`,
    address: { city: `city-${secret}` },
    metadata: { note: `note-${secret}` },
  };
  const [created, updated] = [once(), once()];
  await customers.post(person, created);
  await customers.put(person.id, { phone: `other-${secret}` }, updated);
  const other = { source_id: uniqueId('other'), name: 'Other Person', email: uniqueId('other@') };
  const orders: Kept[] = [];
  for (const people of [
    { customer: person, referrer: other },
    { customer: other, referrer: person },
    { customer: person, referrer: person },
  ]) {
    const { customer, referrer } = people;
    const [headers, body] = [
      once(),
      { amount: 5, customer, referrer, metadata: { about: customer === person } },
    ];
    orders.push({ headers, body, reply: await customers.client.post(body, headers) });
  }
  return { secret, person, other, orders, created, updated };
}

const countKept = (text: string) =>
  stored<number>('SELECT count(*) FROM idempotency_records WHERE instr(reply, ?)', text);
const countRecords = () => stored<number>('SELECT count(*) FROM idempotency_records');

/** What the reply says of the others after `id` was forgotten. */
function without(order: Order, id: string): Order {
  const { customer, referrer, ...rest } = order;
  return {
    ...rest,
    customer_id: rest.customer_id === id ? null : rest.customer_id,
    referrer_id: rest.referrer_id === id ? null : rest.referrer_id,
    ...(customer && customer.id !== id && { customer }),
    ...(referrer && referrer.id !== id && { referrer }),
  };
}

describe('a permanent deletion', () => {
  it('leaves nothing of the person in kept replies, and the rest of them as it was', async () => {
    const { secret, person, other } = await makeKept();
    const stays = await makeKept();
    const [before, records] = [await countKept(secret), await countRecords()];
    expect(before).toBe(5);
    await customers.forget(person.id);
    expect(await countKept(secret)).toBe(0);
    expect(await countRecords()).toBe(records);
    expect(await countKept(other.name)).toBeGreaterThanOrEqual(2);
    expect(await countKept(stays.secret)).toBe(5);
    expect(await stored('SELECT count(*) FROM removed_customers')).toBe(0);
  });

  it("leaves nothing of the person in the database's own rows", async () => {
    const { secret, person } = await makeKept();
    await customers.forget(person.source_id);
    const { results: tables } = await env.DB.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    ).all<{ name: string }>();
    const holding: string[] = [];
    for (const { name } of tables.filter((table) => !table.name.includes('_search'))) {
      const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all();
      if (JSON.stringify(results).includes(secret)) holding.push(name);
    }
    expect(tables.map(({ name }) => name)).toContain('order_events');
    expect(holding).toEqual([]);
  });

  it('leaves nothing of the person in the index of the search', async () => {
    const { body } = await customers.post({ name: 'Qzjxkv' });
    const holding = async () => {
      const { results } = await env.DB.prepare('SELECT block FROM customers_search_data').all<{
        block: number[];
      }>();
      const blocks = results.map(({ block }) => new TextDecoder('latin1').decode(new Uint8Array(block)));
      return ['qzj', 'zjx', 'jxk'].filter((trigram) => blocks.some((block) => block.includes(trigram)));
    };
    expect(await holding()).toHaveLength(3);
    await customers.forget(body.id);
    expect(await holding()).toEqual([]);
  });

  it("answers an order's repeated request as before, without the person, and does nothing again", async () => {
    const { secret, person, orders } = await makeKept();
    await customers.forget(person.id);
    for (const { headers, body, reply } of orders) {
      const again = await customers.client.post(body, headers);
      expect(again.headers.get('Idempotency-Replayed')).toBe('true');
      expect(again.headers.get('ETag')).toBe('"1"');
      expect(again.body).toEqual(without(reply.body, person.id));
      expect(again.cost.rowsWritten).toBe(0);
      expect(JSON.stringify(again.body)).not.toContain(secret);
    }
    await customers.gone(person.source_id);
  });

  it("answers the profile's repeated request with 404, and does not make it anew", async () => {
    const { person, created, updated } = await makeKept();
    await customers.forget(person.id);
    const total = await stored('SELECT count(*) FROM customers');
    const post = { body: person, headers: created };
    await customers.client.refused(404, 'not_found', 'POST', '/v1/customers', post);
    const put = { body: { phone: `other-${person.source_id.slice(4)}` }, headers: updated };
    await customers.client.refused(404, 'not_found', 'PUT', path(person.id), put);
    const other = { body: { name: 'Other' }, headers: created };
    await customers.client.refused(422, 'idempotency_key_reused', 'POST', '/v1/customers', other);
    expect(await stored('SELECT count(*) FROM customers')).toBe(total);
    await customers.gone(person.id);
  });

  it('goes on in the cron where more replies are kept than a request looks through', async () => {
    const kept = await makeKept();
    const keptLater = await makeKept();
    // Replies of other customers, on both sides of the person's own.
    await run(`${counting(1, KEPT)} INSERT INTO idempotency_records (day, key, request_hash, created_at, reply)
      SELECT (SELECT max(day) FROM idempotency_records), lower(hex(randomblob(32))), 'x', 0,
        json_array('cust_filler' || i) FROM n`);
    const last = '(SELECT max(day) + 1 FROM idempotency_records)';
    await env.DB.prepare(`UPDATE idempotency_records SET day = ${last} WHERE instr(reply, ?)`)
      .bind(keptLater.secret)
      .run();
    await customers.forget(kept.person.id);
    expect((await customers.forget(keptLater.person.id)).status).toBe('DONE');
    expect(await countKept(keptLater.secret)).toBe(5);
    await customers.gone(keptLater.person.id);
    const again = { body: { id: keptLater.person.id } };
    await customers.client.refused(409, 'duplicate_found', 'POST', '/v1/customers', again);
    await runScheduled();
    for (const { secret, other } of [kept, keptLater]) {
      expect(await countKept(secret)).toBe(0);
      expect(await countKept(other.name)).toBeGreaterThan(0);
    }
    expect(await stored('SELECT count(*) FROM removed_customers')).toBe(0);
    expect(await countKept('cust_filler')).toBe(KEPT);
  });
});

describe('a plain deletion', () => {
  it("shows no person in an order's repeated request, though the reply is kept", async () => {
    const { secret, person, orders } = await makeKept();
    await customers.delete(person.id);
    for (const { headers, body, reply } of orders) {
      const again = await customers.client.post(body, headers);
      expect(again.body).toEqual(without(reply.body, person.id));
      expect(JSON.stringify(again.body)).not.toContain(secret);
    }
  });

  it('is not undone by a repeated request of the profile, which does not show it either', async () => {
    const { person, created } = await makeKept();
    await customers.delete(person.id);
    const post = { body: person, headers: created };
    await customers.client.refused(404, 'not_found', 'POST', '/v1/customers', post);
    await customers.gone(person.id);
  });
});
