import { beforeAll, describe, expect, it } from 'vitest';
import { Client, send } from './client.ts';
import { makeOrder } from './factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

const preflight = (origin: string) =>
  send(
    new Request('https://docket.test/v1/orders', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    }),
  );

describe('CORS', () => {
  it('lets pages of a configured origin call and read', async () => {
    const { status, headers } = await preflight('https://shop.example');
    expect(status).toBe(204);
    expect(headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
    expect(headers.get('Access-Control-Allow-Methods')).toBe('POST, GET');
    expect(headers.get('Access-Control-Allow-Headers')).toContain('Idempotency-Key');
    const reply = await client.call('GET', '/v1/project', { headers: { Origin: 'https://shop.example' } });
    expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
    for (const name of ['ETag', 'x-d1-bookmark', 'Idempotency-Replayed', 'X-Request-Id']) {
      expect(reply.headers.get('Access-Control-Expose-Headers')).toContain(name);
    }
  });

  it('says the same on an error, so that a page can read it', async () => {
    const reply = await client.call('GET', '/v1/orders/x', { headers: { Origin: 'https://shop.example' } });
    expect(reply.status).toBe(404);
    expect(reply.headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
  });

  it('tells other origins nothing', async () => {
    for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'null']) {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(405);
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
      const reply = await client.call('GET', '/v1/project', { headers: { Origin: origin } });
      expect(reply.headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
  });
});

describe('every reply', () => {
  it('is kept by no cache, is no other type than it says, and asks for https from then on', async () => {
    const replies = [
      await client.post(makeOrder()),
      await client.call('POST', '/v1/keys', { body: { role: 'analyst', name: 'shown once' } }),
      await client.call('GET', '/nowhere'),
      await send(new Request('https://docket.test/v1/orders')),
    ];
    for (const { headers } of replies) {
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
    }
  });

  it('tells what it cost and which state of the database it saw', async () => {
    const { headers, body } = await client.post(makeOrder());
    expect(headers.get('Server-Timing')).toMatch(
      /^d1;dur=\d+, d1-round-trips;desc=1, d1-rows-read;desc=\d+, d1-rows-written;desc=\d+$/,
    );
    const bookmark = headers.get('x-d1-bookmark') ?? '';
    expect(bookmark).not.toBe('');
    const reply = await client.call('GET', `/v1/orders/${body.id}`, {
      headers: { 'x-d1-bookmark': bookmark },
    });
    expect(reply.status).toBe(200);
    expect((reply.headers.get('x-d1-bookmark') ?? '') >= bookmark).toBe(true);
  });

  it('is no 304: an order also shows its customer', async () => {
    const { body, headers } = await client.post(makeOrder());
    const reply = await client.call('GET', `/v1/orders/${body.id}`, {
      headers: { 'If-None-Match': headers.get('ETag') ?? '' },
    });
    expect(reply.status).toBe(200);
  });
});
