import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

const refusedPost = (status: number, key: string, body: unknown, headers: Record<string, string> = {}) =>
  client.refused(status, key, 'POST', '/v1/orders', { body, headers });

const newOrderId = () =>
  `ord_01${crypto
    .randomUUID()
    .replaceAll('-', '')
    .replace(/[ilou]/g, '0')
    .slice(0, 24)}`;

describe('what POST /v1/orders stores', () => {
  it('answers the order with its totals, and GET answers the same', async () => {
    const sent = makeOrder({ status: 'PAID', discount_amount: 40, metadata: { gift: null } });
    const { body, headers } = await client.post(sent);
    expect(body).toMatchObject({
      object: 'order',
      status: 'PAID',
      amount: 1540,
      initial_amount: 1540,
      discount_amount: 40,
      items_discount_amount: 0,
      total_discount_amount: 40,
      total_amount: 1500,
      applied_discount_amount: 0,
      metadata: { gift: null },
      updated_at: null,
      customer_id: null,
      referrer_id: null,
    });
    expect(headers.get('ETag')).toBe('"1"');
    expect((await client.get(body.id)).body).toEqual(body);
    expect((await client.get(String(sent.source_id))).body).toEqual(body);
  });

  it('fills an empty order with defaults', async () => {
    const { body } = await client.post({});
    expect(body).toMatchObject({
      source_id: null,
      status: 'CREATED',
      amount: 0,
      total_amount: 0,
      items: [],
      metadata: {},
    });
    expect(body).not.toHaveProperty('customer');
    expect(body).not.toHaveProperty('referrer');
  });

  it('takes a price from the line, else the inline SKU, else the inline product', async () => {
    const { body } = await client.post({
      items: [
        { source_id: 'a', price: 3, sku: { price: 5 }, product: { price: 7 }, quantity: 2 },
        { source_id: 'a', sku: { price: 5 }, product: { price: 7 } },
        { source_id: 'a', product: { price: 7 }, amount: 1 },
      ],
    });
    expect(body.items.map((item) => [item.price, item.amount])).toEqual([
      [3, 6],
      [5, 5],
      [7, 7],
    ]);
  });

  it('keeps the amount sent where a line has none, and answers no subtotal for that line', async () => {
    const { body } = await client.post({
      amount: 990,
      items: [{ product_id: 'p', price: 100 }, { product_id: 'q' }],
    });
    expect(body.amount).toBe(990);
    expect(body.items[0]?.subtotal_amount).toBe(100);
    expect(body.items[1]).toEqual({ object: 'order_item', product_id: 'q', quantity: 1 });
  });

  it('takes discounts of lines off, and never more than the amount', async () => {
    const line = { product_id: 'p', price: 100, discount_amount: 30 };
    const { body } = await client.post({ items: [line, line], discount_amount: 10 });
    expect(body).toMatchObject({ items_discount_amount: 60, total_discount_amount: 70, total_amount: 130 });
    expect(body.items[0]?.subtotal_amount).toBe(70);
    const { body: free } = await client.post({ items: [line], discount_amount: 500 });
    expect(free).toMatchObject({ total_discount_amount: 100, total_amount: 0 });
  });

  it('keeps the largest amount exactly and refuses anything above it', async () => {
    const max = Number.MAX_SAFE_INTEGER;
    const { body } = await client.post({ items: [{ product_id: 'p', price: max }] });
    expect(body.total_amount).toBe(max);
    const product = await refusedPost(400, 'invalid_payload', { items: [{ price: max, quantity: 2 }] });
    expect(product.errors).toEqual([{ path: 'items[0].amount', message: `must not exceed ${max}` }]);
    await refusedPost(400, 'invalid_payload', { items: [{ price: max }, { price: 1 }] });
    await refusedPost(400, 'invalid_payload', { amount: max + 1 });
  });

  it('keeps created_at of history, in UTC, and refuses one more than a day ahead', async () => {
    const { body } = await client.post({ created_at: '2010-12-01T10:26:00+02:00' });
    expect(body.created_at).toBe('2010-12-01T08:26:00.000Z');
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    await client.post({ created_at: at(23) });
    const error = await refusedPost(400, 'invalid_payload', { created_at: at(25) });
    expect(error.errors?.[0]?.path).toBe('created_at');
  });

  it('keeps text as it is: quotes, emoji, right-to-left, NUL and names of prototypes', async () => {
    const metadata = JSON.parse(
      '{"a\\"b.c":"\\u0000 \\ud83d\\ude00 \\u05d0","$":[],"constructor":{"x":1.50},"__proto__":{"y":null}}',
    );
    const { body } = await client.post({ source_id: uniqueId(`"';--é`), metadata });
    expect(body.metadata).toEqual(metadata);
    expect((await client.get(body.source_id ?? '')).body).toEqual(body);
  });
});

describe('which order POST /v1/orders means', () => {
  it('updates the order of a known source_id', async () => {
    const first = await client.post(makeOrder({ metadata: { a: 1 } }));
    const second = await client.post({ source_id: first.body.source_id, status: 'PAID', metadata: { b: 2 } });
    expect(second.body).toMatchObject({
      id: first.body.id,
      status: 'PAID',
      amount: 1540,
      metadata: { a: 1, b: 2 },
    });
    expect(second.headers.get('ETag')).toBe('"2"');
  });

  it('creates an order of an id that the client made, once', async () => {
    const id = newOrderId();
    expect((await client.post({ id, amount: 5 })).body).toMatchObject({ id, amount: 5 });
    const again = await client.post({ id, amount: 5 });
    expect(again.body.id).toBe(id);
    expect(again.headers.get('ETag')).toBe('"1"');
  });

  it('refuses a malformed id', async () => {
    for (const id of ['ord_1', 'ord_01HZ ZZZZZZZZZZZZZZZZZZZZZZ', 'cust_01jd0000000000000000000000', '']) {
      const error = await refusedPost(400, 'invalid_payload', { id });
      expect(error.errors?.[0]?.path).toBe('id');
    }
  });

  it('refuses an id and a source_id that name two orders, and changes neither', async () => {
    const [a, b] = [await client.post(makeOrder()), await client.post(makeOrder())];
    const error = await refusedPost(409, 'duplicate_found', {
      id: a.body.id,
      source_id: b.body.source_id,
      amount: 1,
    });
    expect(error).toMatchObject({ resource_type: 'order', resource_id: b.body.source_id });
    await refusedPost(409, 'duplicate_found', { id: newOrderId(), source_id: b.body.source_id });
    expect((await client.get(a.body.id)).body).toEqual(a.body);
    expect((await client.get(b.body.id)).body).toEqual(b.body);
  });

  it('lets an id take a new source_id', async () => {
    const { body } = await client.post(makeOrder());
    const renamed = uniqueId('renamed');
    expect((await client.post({ id: body.id, source_id: renamed })).body.source_id).toBe(renamed);
    await client.refused(404, 'not_found', 'GET', `/v1/orders/${body.source_id}`);
  });

  it('accepts source_ids of 1 and 255 characters, and no others', async () => {
    const tail = uniqueId();
    const longest = tail + 'x'.repeat(255 - tail.length);
    expect((await client.post({ source_id: longest })).body.source_id).toBe(longest);
    await refusedPost(400, 'invalid_payload', { source_id: `${longest}x` });
    await refusedPost(400, 'invalid_payload', { source_id: '' });
  });
});

describe('bad input', () => {
  it('names every field that is wrong at once', async () => {
    const error = await refusedPost(400, 'invalid_payload', {
      status: 'LOST',
      amount: -1,
      items: [{ quantity: 1.5 }, { related_object: 'voucher' }],
      metadata: [],
      customer: { birthdate: 'tomorrow' },
    });
    expect(error.errors?.map(({ path }) => path)).toEqual([
      'status',
      'amount',
      'items[0].quantity',
      'items[1].related_object',
      'metadata',
      'customer.birthdate',
    ]);
  });

  it('takes 2,000 lines and refuses one more', async () => {
    const items = Array.from({ length: 2000 }, () => ({ product_id: 'p', price: 1 }));
    expect((await client.post({ items })).body.amount).toBe(2000);
    await refusedPost(400, 'invalid_payload', { items: [...items, items[0]] });
  });

  it('refuses metadata nested deeper than 32 levels', async () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
    await client.post({ metadata: nested(32) });
    await refusedPost(400, 'invalid_payload', { metadata: nested(33) });
  });

  it('refuses metadata of more than 500 keys, also where merging would make them', async () => {
    const keys = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, index) => [`k${from + index}`, 1]));
    const { body } = await client.post({ metadata: keys(0, 500) });
    await refusedPost(400, 'invalid_payload', { metadata: keys(0, 501) });
    const error = await client.refused(400, 'invalid_payload', 'PUT', `/v1/orders/${body.id}`, {
      body: { metadata: { one: 1 } },
    });
    expect(error.errors?.[0]?.path).toBe('metadata');
    await client.put(body.id, { metadata: { k0: 2 } });
    const customer = { source_id: uniqueId(), metadata: keys(0, 500) };
    await client.post({ customer });
    await refusedPost(400, 'invalid_payload', { customer: { ...customer, metadata: { one: 1 } } });
  });

  it('refuses what would not come back the same: a NUL in a key, a number beyond a double, a year before 0', async () => {
    for (const body of [
      '{"metadata":{"a\\u0000b":1}}',
      '{"metadata":{"a":[1e400]}}',
      '{"created_at":"0000-01-01T00:00:00+01:00"}',
    ]) {
      await refusedPost(400, 'invalid_payload', body);
    }
  });

  it('keeps text that only looks like a surrogate', async () => {
    const { body } = await client.post('{"metadata":{"re":"\\\\ud800"}}');
    expect(body.metadata).toEqual({ re: '\\ud800' });
    await refusedPost(400, 'invalid_payload', '{"metadata":{"re":"\\\\ud83d\\ude00"}}');
  });

  it('takes a body of up to 1 MiB whatever it holds, also with an idempotency key', async () => {
    const metadata = { quotes: '"'.repeat(520_000) };
    const { body } = await client.post({ metadata }, { 'Idempotency-Key': uniqueId() });
    expect(body.metadata).toEqual(metadata);
    expect(
      (await client.put(body.id, { status: 'PAID' }, { 'Idempotency-Key': uniqueId() })).body.status,
    ).toBe('PAID');
  });

  it('refuses an unpaired surrogate, which could not come back the same', async () => {
    await refusedPost(400, 'invalid_payload', '{"source_id":"\\ud800"}');
    await refusedPost(400, 'invalid_payload', '{"source_id":"x\\udc00"}');
  });

  it('refuses what would outgrow a row, and keeps what was there', async () => {
    const chunk = 'x'.repeat(700_000);
    const { body } = await client.post({ metadata: { a: chunk } });
    await client.put(body.id, { metadata: { b: chunk } });
    await client.refused(413, 'payload_too_large', 'PUT', `/v1/orders/${body.id}`, {
      body: { metadata: { c: chunk } },
    });
    expect(Object.keys((await client.get(body.id)).body.metadata)).toEqual(['a', 'b']);
  });
});
