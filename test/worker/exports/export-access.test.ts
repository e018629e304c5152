import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as z from 'zod';
import { Export, ExportList } from '../../../shared/exports/exports.ts';
import { signToken } from '../../../worker/exports/token.ts';
import worker from '../../../worker/index.ts';
import { Client, send } from '../client.ts';
import { uniqueId } from '../factories.ts';
import { createExport, parseCsv, settled, useSmallPages } from './export-client.ts';

type Listed = z.infer<typeof ExportList>;

const HOUR = 3_600_000;

let client: Client;
let source_id: string;
let filters: Record<string, unknown>;

beforeAll(async () => {
  client = await Client.create();
});
beforeEach(async () => {
  source_id = uniqueId('order');
  filters = { source_id: { conditions: { $is: [source_id] } } };
  await client.post({ source_id, items: [] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const make = () => createExport(client, 'order', { filters, fields: ['source_id'] });
const read = (id: string) => client.call<Export>('GET', `/v1/exports/${id}`);

async function urlOf(id: string): Promise<string> {
  const { body } = await read(id);
  return body.result?.url ?? '';
}

/** Calls the Worker under other bindings. */
const fetchWith = (bindings: typeof env, path: string, headers: Record<string, string> = {}) =>
  worker.fetch(
    new Request<unknown, IncomingRequestCfProperties>(`https://docket.test${path}`, { headers }),
    bindings,
  );
const keyHeaders = () => ({ 'X-App-Id': client.key.appId, 'X-App-Token': client.key.token });
const expectFile = (text: unknown) => expect(parseCsv(String(text))).toEqual([['source_id'], [source_id]]);

describe('an export', () => {
  it('is scheduled when it is asked for and done when it is got, its parameters as they were sent', async () => {
    const parameters = { fields: ['id'], filters, order: '-status', delimiter: ';' };
    for (const [path, body] of [
      ['/v1/orders/export', { parameters }],
      ['/v1/exports', { exported_object: 'order', parameters }],
    ] as const) {
      const { status, body: asked } = await client.call<Export>('POST', path, { body });
      expect(status).toBe(200);
      expect(Export.parse(asked)).toEqual(asked);
      expect(asked).toEqual({
        id: expect.stringMatching(/^exp_[0-9a-z]{26}$/),
        object: 'export',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        status: 'SCHEDULED',
        channel: 'API',
        exported_object: 'order',
        parameters,
        result: null,
        user_id: null,
      });
      const { body: done } = await read(asked.id);
      expect(done).toEqual({
        ...asked,
        status: 'DONE',
        result: { url: expect.stringContaining(`https://docket.test/v1/exports/${asked.id}?token=`) },
      });
    }
  });

  it('needs no parameters', async () => {
    for (const [path, body] of [
      ['/v1/orders/export', {}],
      ['/v1/exports', { exported_object: 'customer' }],
      ['/v1/exports', { exported_object: 'order', parameters: {} }],
    ] as const) {
      const reply = await client.call<Export>('POST', path, { body });
      expect(reply.body).toMatchObject({ status: 'SCHEDULED', parameters: {} });
      expect((await send(new Request(await urlOf(reply.body.id)))).status).toBe(200);
    }
  });

  it('is listed, newest first, and pages as every list does', async () => {
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.push((await make()).id);
    const listed: Export[] = [];
    let cursor = '';
    while (listed.length < 5) {
      const { body } = await client.call<Listed>(
        'GET',
        `/v1/exports?limit=2${cursor && `&starting_after_id=${cursor}`}`,
      );
      expect(ExportList.parse(body)).toMatchObject({ object: 'list', data_ref: 'exports' });
      listed.push(...body.exports);
      cursor = body.more_starting_after ?? '';
    }
    expect(listed.slice(0, 5).map(({ id }) => id)).toEqual(made.toReversed());
    for (const { status, result } of listed) {
      expect(status).toBe('DONE');
      expect((await send(new Request(result?.url ?? ''))).status).toBe(200);
    }
    const { body: oldest } = await client.call<Listed>('GET', '/v1/exports?order=created_at&limit=100');
    expect(oldest.exports.slice(-5).map(({ id }) => id)).toEqual(made);
    expect(oldest.total).toBe(oldest.exports.length);
    await client.refused(400, 'invalid_query_params', 'GET', '/v1/exports?colour=red');
  });

  it('is gone once it is deleted, its file as well', async () => {
    const { id } = await make();
    const url = await urlOf(id);
    expect((await client.call('DELETE', `/v1/exports/${id}`)).status).toBe(204);
    const gone = { resource_id: id, resource_type: 'export' };
    expect(await client.refused(404, 'not_found', 'GET', `/v1/exports/${id}`)).toMatchObject(gone);
    expect(await client.refused(404, 'not_found', 'GET', `/v1/exports/${id}/download`)).toMatchObject(gone);
    await client.refused(404, 'not_found', 'DELETE', `/v1/exports/${id}`);
    const reply = await send(new Request(url));
    expect(reply.status).toBe(404);
  });
});

describe('the URL of the file', () => {
  it('works without a key, as often as it is asked', async () => {
    const { id } = await make();
    const url = await urlOf(id);
    for (let time = 0; time < 2; time += 1) expectFile((await send(new Request(url))).body);
    // A key beside it, even a wrong one, changes nothing.
    expectFile((await send(new Request(url, { headers: { 'X-App-Id': 'app_x', 'X-App-Token': 'y' } }))).body);
  });

  it('says what it is and is kept by nobody, for HEAD too', async () => {
    const { id } = await make();
    for (const url of [await urlOf(id), `https://docket.test/v1/exports/${id}/download`]) {
      for (const method of ['GET', 'HEAD']) {
        const reply = await send(new Request(url, { method, headers: keyHeaders() }));
        expect(reply.status).toBe(200);
        expect(reply.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
        expect(reply.headers.get('Content-Disposition')).toMatch(
          /^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/,
        );
        expect(reply.headers.get('Cache-Control')).toBe('no-store');
        expect(reply.headers.get('Referrer-Policy')).toBe('no-referrer');
        expect(reply.headers.get('X-Content-Type-Options')).toBe('nosniff');
        expect(reply.headers.get('X-Request-Id')).toMatch(/^req_/);
        if (method === 'HEAD') expect(reply.body).toBe('');
        else expectFile(reply.body);
      }
    }
    const customers = await createExport(client, 'customer');
    const { headers } = await send(new Request(await urlOf(customers.id), { method: 'HEAD' }));
    expect(headers.get('Content-Disposition')).toMatch(/filename="customers-/);
  });

  it('opens nothing else: the export itself, its deletion, a download', async () => {
    const { id } = await make();
    const { search } = new URL(await urlOf(id));
    for (const [method, path] of [
      ['DELETE', `/v1/exports/${id}${search}`],
      ['GET', `/v1/exports/${id}/download${search}`],
      ['GET', `/v1/exports${search}`],
      ['GET', `/v1/orders${search}`],
    ] as const) {
      expect((await send(new Request(`https://docket.test${path}`, { method }))).status).toBe(401);
    }
    expect((await read(id)).status).toBe(200);
  });

  /** What every refusal says, without what differs by request. */
  async function refusal(url: string) {
    const { status, headers, body, cost } = await send(new Request(url));
    const { request_id, ...told } = body as Record<string, unknown>;
    expect(request_id).toBe(headers.get('X-Request-Id'));
    const names = [...headers.keys()].sort();
    return { status, told, names, type: headers.get('Content-Type'), roundTrips: cost.roundTrips };
  }

  it('with any other token is a 401, the same for an export that there is and one that there is not', async () => {
    const [mine, other] = [await make(), await make()];
    const { searchParams } = new URL(await urlOf(mine.id));
    const token = searchParams.get('token') ?? '';
    const foreign = new URL(await urlOf(other.id)).searchParams.get('token') ?? '';
    const [expires = '', signature = ''] = token.split('.');
    const flip = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    const secret = env.EXPORT_SECRET ?? '';
    const wrong = [
      ...[
        '',
        'x',
        '.',
        '0',
        '..',
        'null',
        token.slice(0, -1),
        `${token}A`,
        `${token}=`,
        ` ${token}`,
        `${token}\n`,
      ],
      ...[foreign, signature, `.${signature}`, `${expires}.`, expires, `${expires}.${expires}`],
      ...[`${Number(expires) + 1}.${signature}`, `0${expires}.${signature}`, `+${expires}.${signature}`],
      ...[
        `${expires}.${flip(signature, 0)}`,
        `${expires}.${flip(signature, 20)}`,
        `9${expires}.${signature}`,
      ],
      await signToken('another secret, of 32 characters', mine.id, Date.now()),
      await signToken(secret, mine.id.toUpperCase(), Date.now()),
      await signToken(secret, `${mine.id} `, Date.now()),
      await signToken(secret, mine.id, Date.now() - HOUR - 1),
      await signToken(secret, '', Date.now()),
    ];
    const replies = [];
    for (const one of wrong) {
      for (const id of [mine.id, 'exp_00000000000000000000000000', 'x']) {
        const url = `https://docket.test/v1/exports/${id}?token=${encodeURIComponent(one)}`;
        replies.push(await refusal(url));
      }
    }
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(replies[0]).toMatchObject({
      status: 401,
      roundTrips: 0,
      told: { code: 401, key: 'unauthorized' },
    });
    expect(JSON.stringify(replies[0])).not.toContain(mine.id);
  });

  it('with an overlong token, or two, tells as little', async () => {
    const { id } = await make();
    const token = new URL(await urlOf(id)).searchParams.get('token') ?? '';
    for (const query of [`token=${'9'.repeat(5000)}`, `token=${token}&token=${token}`, `token[]=${token}`]) {
      const [mine, unknown] = [
        await refusal(`https://docket.test/v1/exports/${id}?${query}`),
        await refusal(`https://docket.test/v1/exports/exp_unknown?${query}`),
      ];
      expect(mine).toEqual(unknown);
      expect([400, 401]).toContain(mine.status);
    }
  });

  it('works for an hour', async () => {
    const { id } = await make();
    const url = await urlOf(id);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + HOUR - 60_000);
    expectFile(await (await worker.fetch(new Request(url), env)).text());
    vi.setSystemTime(Date.now() + 120_000);
    const expired = await worker.fetch(new Request(url), env);
    expect(expired.status).toBe(401);
    const another = await worker.fetch(new Request(`${url}x`), env);
    const told = async (response: Response) => ({ ...(await response.json<object>()), request_id: '' });
    expect(await told(expired)).toEqual(await told(another));
  });
});

describe('who may export', () => {
  it('is who may manage exports and read what is in them', async () => {
    const { id } = await make();
    for (const role of ['admin', 'staff', 'analyst'] as const) {
      const one = await Client.create(role);
      expect((await one.call('POST', '/v1/orders/export', { body: {} })).status).toBe(200);
      expectFile((await one.call('GET', `/v1/exports/${id}/download`)).body);
    }
    const ingest = await Client.create('ingest');
    for (const [method, path, body] of [
      ['POST', '/v1/orders/export', {}],
      ['POST', '/v1/exports', { exported_object: 'order' }],
      ['GET', '/v1/exports', undefined],
      ['GET', `/v1/exports/${id}`, undefined],
      ['GET', `/v1/exports/${id}/download`, undefined],
      ['DELETE', `/v1/exports/${id}`, undefined],
    ] as const) {
      const options = body === undefined ? {} : { body };
      await ingest.refused(403, 'missing_scope', method, path, options);
    }
  });
});

describe('a deployment without a secret', () => {
  const { EXPORT_SECRET: secret = '', ...rest } = env;
  const bare = rest as typeof env;

  it('gives a URL for key pairs, and takes no token', async () => {
    const { id } = await make();
    const url = `https://docket.test/v1/exports/${id}/download`;
    const got = await (await fetchWith(bare, `/v1/exports/${id}`, keyHeaders())).json<Export>();
    expect(got).toMatchObject({ status: 'DONE', result: { url } });
    const list = await (await fetchWith(bare, '/v1/exports?limit=1', keyHeaders())).json<Listed>();
    expect(list.exports[0]?.result).toEqual({ url });
    const file = await fetchWith(bare, `/v1/exports/${id}/download`, keyHeaders());
    expectFile(await file.text());
    expect((await fetchWith(bare, `/v1/exports/${id}/download`)).status).toBe(401);
    for (const token of [
      await signToken(secret, id, Date.now()),
      await signToken('undefined', id, Date.now()),
      'x',
      '',
    ]) {
      expect((await fetchWith(bare, `/v1/exports/${id}?token=${token}`)).status).toBe(401);
    }
  });

  it('or with a short one, or an empty one: the latter two answer nothing at all', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const EXPORT_SECRET of ['', 'short', 'x'.repeat(31)]) {
      const response = await fetchWith({ ...env, EXPORT_SECRET }, '/v1/project', keyHeaders());
      expect(response.status).toBe(500);
      expect(await response.text()).not.toContain('EXPORT_SECRET');
    }
    expect(String(log.mock.calls[0]?.[0])).toContain('EXPORT_SECRET');
    const response = await fetchWith({ ...env, EXPORT_SECRET: 'x'.repeat(32) }, '/v1/project', keyHeaders());
    expect(response.status).toBe(200);
  });
});

describe('a reader who goes away', () => {
  it('ends the reading of the body, before its first byte as well', async () => {
    const { id } = await make();
    for (const reads of [0, 1]) {
      const response = await fetchWith(env, `/v1/exports/${id}/download`, keyHeaders());
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      for (let count = 0; count < reads; count += 1) expect((await reader.read()).done).toBe(false);
      await reader.cancel();
      expect((await reader.read()).done).toBe(true);
    }
  });

  useSmallPages();

  it('stops the queries, counted where they arrive', async () => {
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
       INSERT INTO orders (id, source_id, status, created_at, items_count, initial_amount, discount_amount,
         items_discount_amount, metadata, items)
       SELECT 'ord_' || i, 'bulk-' || i, 'PAID', 1e12 + i, 0, 0, 0, 0, '{}', '[]' FROM n`,
    ).run();
    const { id } = await createExport(client, 'order');
    const counts = { batches: 0, answered: 0 };
    const counted = {
      ...env,
      DB: {
        withSession: (bookmark: string) => {
          const session = env.DB.withSession(bookmark);
          return {
            getBookmark: () => session.getBookmark(),
            prepare: (text: string) => session.prepare(text),
            batch: (statements: D1PreparedStatement[]) => {
              counts.batches += 1;
              return session.batch(statements).finally(() => {
                counts.answered += 1;
              });
            },
          };
        },
      } as unknown as D1Database,
    };
    const whole = await fetchWith(counted, `/v1/exports/${id}/download`, keyHeaders());
    const before = counts.batches;
    await settled(counts);
    // Nothing is read ahead of the reader.
    expect(counts.batches).toBe(before);
    await whole.arrayBuffer();
    const pages = counts.batches - before;
    expect(pages).toBeGreaterThan(5);
    Object.assign(counts, { batches: 0, answered: 0 });
    const cut = await fetchWith(counted, `/v1/exports/${id}/download`, keyHeaders());
    const reader = (cut.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    const after = counts.batches;
    expect(after).toBeLessThan(pages);
    await settled(counts);
    expect(counts.batches).toBe(after);
  });
});
