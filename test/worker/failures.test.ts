import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ErrorBody } from '../../shared/errors.ts';
import worker from '../../worker/index.ts';
import { type KeyPair, makeKey } from './factories.ts';

let key: KeyPair;
beforeAll(async () => {
  key = await makeKey();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** D1 cannot be made to fail on demand, so these bindings fail in its place, with messages that it documents. */
const failingWith = (message: string): D1Database =>
  ({
    withSession: () => ({
      getBookmark: () => null,
      prepare: () => ({ bind: () => ({}) }),
      batch: () => Promise.reject(new Error(message)),
    }),
  }) as unknown as D1Database;

async function get(bindings: Partial<typeof env>): Promise<{ response: Response; body: ErrorBody }> {
  const request = new Request<unknown, IncomingRequestCfProperties>('https://docket.test/v1/orders/x', {
    headers: { 'X-App-Id': key.appId, 'X-App-Token': key.token },
  });
  const response = await worker.fetch(request, { ...env, ...bindings });
  return { response, body: await response.json() };
}

describe('a database that does not answer', () => {
  it('is a 503 with Retry-After', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const message of [
      'D1_ERROR: D1 DB is overloaded. Too many requests queued.',
      'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
      'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
      'D1_ERROR: Network connection lost.',
      'D1_ERROR: D1 DB exceeded its CPU time limit and was reset.',
      'D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.',
    ]) {
      const { response, body } = await get({ DB: failingWith(message) });
      expect(response.status).toBe(503);
      expect(body.key).toBe('service_unavailable');
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
      expect(JSON.stringify(body)).not.toContain('D1');
    }
  });
});

describe('an unexpected error', () => {
  it('answers a constant message and the request id; the log has the rest', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { response, body } = await get({ DB: failingWith('secret: no such column') });
    expect(response.status).toBe(500);
    expect(body).toMatchObject({ code: 500, key: 'internal_error', message: 'Internal error' });
    expect(JSON.stringify(body)).not.toContain('secret');
    const logged = JSON.parse(String(log.mock.calls[0]?.[0]));
    expect(logged).toMatchObject({
      level: 'error',
      request_id: body.request_id,
      message: 'secret: no such column',
    });
    expect(body.request_id).toBe(response.headers.get('X-Request-Id'));
  });

  it('covers a deployment whose variables are wrong, without telling which', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { response, body } = await get({ CURRENCY: 'dollars' });
    expect(response.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('CURRENCY');
    expect(String(log.mock.calls[0]?.[0])).toContain('CURRENCY');
  });
});

describe('the rate limit', () => {
  it('is a 429 with Retry-After, counted per key', async () => {
    const limit = vi.fn(async ({ key: limited }: { key: string }) => ({ success: limited !== key.appId }));
    const { response, body } = await get({ RATE_LIMITER: { limit } });
    expect(response.status).toBe(429);
    expect(body.key).toBe('too_many_requests');
    expect(response.headers.get('Retry-After')).toBe('60');
    expect(limit).toHaveBeenCalledWith({ key: key.appId });
  });

  it('is off without its binding', async () => {
    const { RATE_LIMITER: _, ...unlimited } = env;
    const request = new Request<unknown, IncomingRequestCfProperties>('https://docket.test/v1/project', {
      headers: { 'X-App-Id': key.appId, 'X-App-Token': key.token },
    });
    const response = await worker.fetch(request, unlimited);
    expect(response.status).toBe(200);
  });
});
