import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import worker from '../../../worker/index.ts';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

const HOUR = 3_600_000;

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});
afterEach(() => {
  vi.useRealTimers();
});

const wait = (milliseconds: number) => vi.useFakeTimers({ now: Date.now() + milliseconds, toFake: ['Date'] });
const countRecords = async () =>
  (await env.DB.prepare('SELECT count(*) AS count FROM idempotency_records').first<{ count: number }>())
    ?.count;

describe('Idempotency-Key', () => {
  it('gives a repeated request the stored reply, as it was, and does nothing again', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const sent = { amount: 5, customer: { name: 'Ann' } };
    const first = await client.post(sent, headers);
    await client.put(first.body.id, { status: 'PAID', customer: { name: 'Changed' } });
    const again = await client.post(sent, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.headers.get('ETag')).toBe('"1"');
    expect(again.cost.rowsWritten).toBe(0);
    expect(first.headers.get('Idempotency-Replayed')).toBeNull();
  });

  it('refuses another body with 422, and white space is not another body', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    await client.post('{"amount":5}', headers);
    expect((await client.post('{ "amount": 5 }', headers)).headers.get('Idempotency-Replayed')).toBe('true');
    await client.refused(422, 'idempotency_key_reused', 'POST', '/v1/orders', {
      body: { amount: 6 },
      headers,
    });
  });

  it('belongs to one key pair, method and path', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const other = await Client.create();
    const { body } = await client.post({ amount: 5 }, headers);
    expect((await other.post({ amount: 5 }, headers)).body.id).not.toBe(body.id);
    const put = await client.put(body.id, { amount: 6 }, headers);
    const spelled = await client.order('PUT', `/v1/orders/%6f${body.id.slice(1)}/`, {
      body: { amount: 6 },
      headers,
    });
    expect(spelled.headers.get('Idempotency-Replayed')).toBe('true');
    expect(put.body.amount).toBe(6);
    await client.put(body.id, { amount: 7 });
    const replayed = await client.put(body.id, { amount: 6 }, headers);
    expect(replayed.body).toEqual(put.body);
    expect((await client.get(body.id)).body.amount).toBe(7);
  });

  it('is one key over midnight, whichever of two clocks is ahead', async () => {
    const midnight = Math.ceil(Date.now() / (24 * HOUR)) * 24 * HOUR;
    for (const [first, second] of [
      [20_000, -20_000],
      [-20_000, 20_000],
    ] as const) {
      const headers = { 'Idempotency-Key': uniqueId() };
      vi.useFakeTimers({ now: midnight + first, toFake: ['Date'] });
      const { body } = await client.post({ amount: 5 }, headers);
      vi.useFakeTimers({ now: midnight + second, toFake: ['Date'] });
      const again = await client.post({ amount: 5 }, headers);
      expect(again.body).toEqual(body);
      expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    }
  });

  it('is not used up by a request that was refused', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const before = await countRecords();
    await client.refused(404, 'not_found', 'POST', '/v1/orders', {
      body: { customer_id: 'cust_x' },
      headers,
    });
    await client.refused(400, 'invalid_payload', 'POST', '/v1/orders', { body: { amount: -1 }, headers });
    expect(await countRecords()).toBe(before);
    expect((await client.post({ amount: 5 }, headers)).headers.get('Idempotency-Replayed')).toBeNull();
  });

  it('holds for a write that changed nothing', async () => {
    const sent = makeOrder();
    await client.post(sent);
    const headers = { 'Idempotency-Key': uniqueId() };
    const first = await client.post(sent, headers);
    expect((await client.post(sent, headers)).body).toEqual(first.body);
  });

  it('takes 1 to 255 characters', async () => {
    const longest = uniqueId() + 'x'.repeat(255 - uniqueId().length);
    await client.post({}, { 'Idempotency-Key': longest.slice(0, 255) });
    const headers = { 'Idempotency-Key': 'x'.repeat(256) };
    const error = await client.refused(400, 'invalid_headers', 'POST', '/v1/orders', { body: {}, headers });
    expect(error.errors?.[0]?.path).toBe('Idempotency-Key');
  });

  it('lasts 24 hours, over midnight as well, and counts as absent after', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const first = await client.post({ amount: 5 }, headers);
    wait(24 * HOUR - 60_000);
    expect((await client.post({ amount: 5 }, headers)).body).toEqual(first.body);
    vi.useRealTimers();
    wait(24 * HOUR + 60_000);
    const later = await client.post({ amount: 6 }, headers);
    expect(later.body.id).not.toBe(first.body.id);
    expect((await client.post({ amount: 6 }, headers)).body).toEqual(later.body);
  });

  it('is cleared by the cron when it has expired, and not before', async () => {
    const live = { 'Idempotency-Key': uniqueId() };
    const first = await client.post({ amount: 5 }, live);
    const runCron = async (scheduledTime: number) => {
      await worker.scheduled(
        createScheduledController({ scheduledTime: new Date(scheduledTime), cron: '' }),
        env,
      );
    };
    await runCron(Date.now());
    expect((await client.post({ amount: 5 }, live)).body).toEqual(first.body);
    await runCron(Date.now() + 72 * HOUR);
    expect(await countRecords()).toBe(0);
  });
});
