import { beforeAll, describe, expect, it } from 'vitest';
import { makeOrder, uniqueId } from '../factories.ts';
import { ImportCalls, ndjson } from './calls.ts';
import { HeldQueue } from './held-queue.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

/** What a reply says of an order beside what differs between two orders that were sent alike. */
const alike = ({
  id: _,
  source_id: __,
  customer_id: ___,
  customer: ____,
  ...order
}: Record<string, unknown>) => order;

describe.each([
  ['application/json', (orders: unknown[]) => JSON.stringify(orders)],
  ['application/x-ndjson', ndjson],
] as const)('an import of %s', (type, toBody) => {
  it('writes every order as a POST does, and says what became of them', async () => {
    const fields = {
      status: 'PAID',
      created_at: '2020-01-02T03:04:05.678Z',
      metadata: { a: 1, b: { c: [null, 'é', 1.5] } },
      discount_amount: 40,
    };
    const customer = { source_id: uniqueId(), name: 'Ann', metadata: { vip: true } };
    const sent = makeOrder({ ...fields, customer });
    const posted = (
      await imports.client.post(makeOrder({ ...fields, customer: { ...customer, source_id: uniqueId() } }))
    ).body;
    const known = (await imports.client.post(makeOrder())).body;
    const same = (await imports.client.post(makeOrder())).body;
    const change = { source_id: known.source_id, status: 'FULFILLED' };
    const action = await imports.import(
      toBody([sent, change, { source_id: same.source_id }, { amount: 5 }]),
      type,
    );
    expect(action).toMatchObject({
      object: 'async_action',
      type: 'ORDERS.IMPORT',
      status: 'DONE',
      operation_status: 'SUCCESS',
      progress: 100,
      request: { content_type: type, rows: 4 },
      result: {
        created_count: 2,
        updated_count: 1,
        unchanged_count: 1,
        failed_count: 0,
        done_count: 4,
        errors: [],
      },
    });
    expect(action.result.failed).toBeUndefined();
    const { body } = await imports.client.get(String(sent.source_id));
    expect(alike(body)).toEqual(alike(posted));
    expect((await imports.client.get(known.id)).body.status).toBe('FULFILLED');
    expect(await imports.client.customer(customer.source_id)).toMatchObject({
      ...customer,
      summary: { orders: { total_count: 1, total_amount: body.total_amount } },
    });
  });

  it('changes nothing where it is sent again', async () => {
    const orders = Array.from({ length: 450 }, () =>
      makeOrder({ customer: { source_id: uniqueId(), name: 'Ann' } }),
    );
    const [first, again] = [
      await imports.import(toBody(orders), type),
      await imports.import(toBody(orders), type),
    ];
    expect(first.result).toMatchObject({ created_count: 450, unchanged_count: 0 });
    expect(again.result).toMatchObject({ created_count: 0, updated_count: 0, unchanged_count: 450 });
    const { headers } = await imports.client.get(String(orders[449]?.source_id));
    expect(headers.get('ETag')).toBe('"1"');
  });
});

describe('an import', () => {
  it('is as if its orders were posted one by one', async () => {
    const [a, b] = [uniqueId('a'), uniqueId('b')];
    const ann = uniqueId('ann');
    await imports.importOrders([
      { source_id: a, metadata: { x: 1 }, customer: { source_id: ann, name: 'First' } },
      { source_id: b, status: 'PAID', amount: 7, customer: { source_id: ann, name: 'Second' } },
      {
        source_id: a,
        metadata: { y: 2 },
        status: 'PAID',
        amount: 3,
        customer: { source_id: ann, name: 'Third' },
      },
      { source_id: b, metadata: { z: 3 }, customer: { source_id: ann, name: 'Last' } },
    ]);
    expect((await imports.client.get(a)).body).toMatchObject({ metadata: { x: 1, y: 2 }, status: 'PAID' });
    expect(await imports.client.customer(ann)).toMatchObject({
      name: 'Last',
      summary: { orders: { total_count: 2, total_amount: 10 } },
    });
  });

  it('keeps what is said last of a customer, though it is said of an order that was not named before', async () => {
    const [ann, source_id] = [uniqueId('ann'), uniqueId()];
    await imports.importOrders([
      { source_id, customer: { source_id: ann, name: 'First' } },
      { source_id, customer: { source_id: ann, name: 'Second' } },
      { source_id: uniqueId(), customer: { source_id: ann, name: 'Last' } },
    ]);
    expect((await imports.client.customer(ann)).name).toBe('Last');
  });

  it('takes orders by id and by source_id in turn, however often that changes', async () => {
    const known = await Promise.all(
      Array.from({ length: 60 }, async () => (await imports.client.post(makeOrder())).body),
    );
    const rows = known.map(({ id, source_id }, index) =>
      index % 2 ? { id, metadata: { index } } : { source_id, metadata: { index } },
    );
    const action = await imports.importOrders([
      ...rows,
      ...rows.toReversed().map(({ metadata: _, ...row }) => ({ ...row, status: 'PAID' })),
    ]);
    expect(action.result).toMatchObject({ updated_count: 120, failed_count: 0 });
    for (const [index, { id }] of known.entries()) {
      expect((await imports.client.get(id)).body).toMatchObject({ metadata: { index }, status: 'PAID' });
    }
  });

  it('merges what several orders say of the customer whom they have', async () => {
    const id = (await imports.client.post({ customer: { name: 'Ann' } })).body.customer_id ?? '';
    const source_ids = await Promise.all(
      Array.from(
        { length: 6 },
        async () => (await imports.client.post({ source_id: uniqueId(), customer_id: id })).body.source_id,
      ),
    );
    const action = await imports.importOrders(
      source_ids.map((source_id, index) => ({
        source_id,
        customer: { metadata: { [`key${index}`]: index } },
      })),
    );
    expect(action.result.failed_count).toBe(0);
    const { metadata } = await imports.client.customer(id);
    expect(metadata).toEqual({ key0: 0, key1: 1, key2: 2, key3: 3, key4: 4, key5: 5 });
  });

  it('keeps what is said last of a customer who is named in different ways', async () => {
    const source_id = uniqueId();
    const id = (await imports.client.post({ customer: { source_id } })).body.customer_id;
    await imports.importOrders([
      { customer: { source_id, name: 'First' } },
      { customer: { id, name: 'Second' } },
      { customer: { source_id, name: 'Last' } },
    ]);
    expect((await imports.client.customer(source_id)).name).toBe('Last');
  });

  it('makes the customer of an id that an object describes, as it does the order of an id', async () => {
    const [order, customer] = ['ord_01jd0000000000000000000001', 'cust_01jd0000000000000000000001'];
    const action = await imports.importOrders([
      { id: order, customer: { id: customer, source_id: uniqueId(), name: 'Ann' } },
      { customer: { id: customer, name: 'Ann' } },
      { customer_id: 'cust_01jd0000000000000000000002' },
    ]);
    expect(action.result).toMatchObject({ created_count: 2, failed_count: 1 });
    expect(action.result.errors[0]).toMatchObject({ line: 3, key: 'not_found' });
    expect((await imports.client.get(order)).body).toMatchObject({
      customer_id: customer,
      customer: { name: 'Ann' },
    });
  });

  it('fills lines of the catalogue with what earlier orders have written to it', async () => {
    const source_id = uniqueId();
    const bare = (name: string) => ({ source_id: name, items: [{ source_id, quantity: 2 }] });
    const [before, between, after] = [uniqueId(), uniqueId(), uniqueId()];
    const override = (price: number) => ({
      items: [{ product: { source_id, name: 'Mug', price, override: true } }],
    });
    await imports.importOrders([bare(before), override(5), bare(between), override(7), bare(after)]);
    const amounts = await Promise.all(
      [before, between, after].map(async (id) => (await imports.client.get(id)).body.amount),
    );
    expect(amounts).toEqual([0, 10, 14]);
  });

  it('leaves out empty lines and a byte order mark, and takes any line end', async () => {
    const ids = [uniqueId(), uniqueId(), uniqueId()];
    const [a, b, c] = ids.map((source_id) => JSON.stringify({ source_id }));
    const action = await imports.import(`\ufeff${a}\r\n\n   \n${b}\n${c}`);
    expect(action).toMatchObject({ request: { rows: 3 }, result: { created_count: 3 } });
    for (const id of ids) await imports.client.get(id);
  });

  it('reads characters and lines that are cut anywhere', async () => {
    const source_id = uniqueId();
    const bytes = new TextEncoder().encode(
      `${JSON.stringify({ source_id, metadata: { text: 'aé€😀'.repeat(50) } })}\n{}\n`,
    );
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, body);
    await queue.drain();
    const action = await imports.done(id);
    expect(action.result).toMatchObject({ created_count: 2, failed_count: 0 });
    expect((await imports.client.get(source_id)).body.metadata).toEqual({ text: 'aé€😀'.repeat(50) });
  });
});
