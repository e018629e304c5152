import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../database.ts';
import { makeOrder } from '../factories.ts';
import { ImportCalls, ndjson } from './calls.ts';
import { HeldQueue } from './held-queue.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

const refused = (status: number, key: string, body: string, type: string) =>
  imports.client.refused(status, key, 'POST', '/v1/orders/import', {
    body,
    headers: { 'Content-Type': type },
  });
const chunks = () => stored<number>('SELECT count(*) FROM action_chunks');

describe('an array', () => {
  it('may have 10,000 orders, and no more', async () => {
    const queue = new HeldQueue();
    const orders = Array.from({ length: 10_000 }, () => ({}));
    const id = await queue.import(imports.client, JSON.stringify(orders), {
      'Content-Type': 'application/json',
    });
    expect((await imports.get(id)).body.request.rows).toBe(10_000);
    const before = await chunks();
    const { details } = await refused(
      400,
      'invalid_payload',
      JSON.stringify([...orders, {}]),
      'application/json',
    );
    expect(details).toContain('10000 elements');
    expect(await chunks()).toBe(before);
  });

  it('may have 5 MiB, and no more', async () => {
    const order = makeOrder({ metadata: { text: 'x'.repeat(1000) } });
    const length = Math.floor((5 * 1024 * 1024) / (JSON.stringify(order).length + 1));
    const text = JSON.stringify(Array.from({ length }, () => order));
    const queue = new HeldQueue();
    await queue.import(imports.client, text.padEnd(5 * 1024 * 1024, ' '), {
      'Content-Type': 'application/json',
    });
    await refused(413, 'payload_too_large', text.padEnd(5 * 1024 * 1024 + 1, ' '), 'application/json');
  });

  it('must be one, of at least one order', async () => {
    for (const body of ['{}', '[]', 'null', '{', '[{}', '"x"'])
      await refused(400, 'invalid_payload', body, 'application/json');
    for (const body of ['', '\n\n', ' ']) await refused(400, 'invalid_payload', body, 'application/x-ndjson');
  });

  it('may have elements that are no orders, which are reported', async () => {
    const action = await imports.import('[{}, 5, null, [], {"metadata":{"a":1e400}}]', 'application/json');
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 4 });
    expect(action.result.errors.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  });
});

/** So many megabytes of lines, made while they are read. */
function megabytes(count: number, line: string): ReadableStream<Uint8Array> {
  const piece = new TextEncoder().encode(`${line}\n`.repeat(Math.ceil(1024 ** 2 / (line.length + 1))));
  let left = count;
  return new ReadableStream(
    {
      pull(controller) {
        if (left > 0) controller.enqueue(piece);
        else controller.close();
        left -= 1;
      },
    },
    { highWaterMark: 0 },
  );
}

describe('a stream', () => {
  const line = JSON.stringify(makeOrder({ metadata: { text: 'x'.repeat(2000) } }));

  it('may have nearly 100 MiB, which are stored in as many queries as a request may run', async () => {
    const queue = new HeldQueue();
    const reply = await queue.call(imports.client, megabytes(99, line));
    expect(reply.status).toBe(200);
    const { async_action_id: id } = (await reply.json()) as { async_action_id: string };
    const { request } = (await imports.get(id)).body;
    expect(request.bytes).toBeGreaterThan(99 * 1024 ** 2);
    const longest = await stored<number>('SELECT max(octet_length(payload)) FROM action_chunks');
    expect(longest).toBeLessThan(1_500_000);
    expect(await stored('SELECT sum(rows) FROM action_chunks WHERE action_id = ?', id)).toBe(request.rows);
    expect(await stored('SELECT max(rows) FROM action_chunks')).toBeLessThanOrEqual(200);
  });

  it('is refused beyond that, and leaves nothing', async () => {
    const before = await chunks();
    const reply = await new HeldQueue().call(imports.client, megabytes(101, line));
    expect(reply.status).toBe(413);
    expect(await chunks()).toBe(before);
  });

  it('may have 300,000 rows, and no more', async () => {
    const reply = await new HeldQueue().call(
      imports.client,
      ndjson(Array.from({ length: 300_001 }, () => ({}))),
    );
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({
      key: 'payload_too_large',
      details: expect.stringContaining('300000 rows'),
    });
  });

  it('costs a few queries for each megabyte', async () => {
    const reply = await new HeldQueue().call(
      imports.client,
      ndjson(Array.from({ length: 100_000 }, () => ({}))),
    );
    const timing = reply.headers.get('Server-Timing') ?? '';
    expect(Number(/d1-round-trips;desc=(\d+)/.exec(timing)?.[1])).toBeLessThanOrEqual(130);
    expect(Number(/d1-rows-written;desc=(\d+)/.exec(timing)?.[1])).toBeLessThanOrEqual(510);
  });
});

describe('the columns of a CSV file', () => {
  const columns = (count: number, name: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => name(index)).join();

  it.each([
    ['a header of 40,000 names', columns(40_000, (index) => `metadata.x${index}`)],
    ['a header of two million cells', ','.repeat(2_000_000)],
    ['a row of two million cells', `source_id\n${','.repeat(2_000_000)}`],
  ])('are at most 600: %s is refused', async (_, text) => {
    const before = await chunks();
    const { details } = await refused(400, 'invalid_payload', text, 'text/csv');
    expect(details).toMatch(/^The CSV cannot be read: line [12] has over 600 cells$/);
    expect(await chunks()).toBe(before);
  });

  it('may be as many as metadata may have keys', async () => {
    const names = columns(500, (index) => `metadata.x${index}`);
    const row = columns(500, (index) => String(index));
    const queue = new HeldQueue();
    const text = `source_id,${names}\n${Array.from({ length: 40 }, (_, index) => `wide-${index},${row}`).join('\n')}`;
    const id = await queue.import(imports.client, text, { 'Content-Type': 'text/csv' });
    await queue.drain();
    expect((await imports.get(id)).body.result).toMatchObject({ created_count: 40, failed_count: 0 });
  });
});
