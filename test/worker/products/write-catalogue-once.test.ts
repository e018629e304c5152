import { beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../client.ts';
import { uniqueId } from '../factories.ts';
import { makeProduct, makeSku, ProductCalls, productPath, skuPath, skusPath } from './calls.ts';

const WRITERS = 100;

let products: ProductCalls;
let productId: string;
beforeAll(async () => {
  products = await ProductCalls.create();
  productId = (await products.post(makeProduct())).body.id;
});

interface Kind {
  make: (fields?: Record<string, unknown>) => Record<string, unknown>;
  roundTrips: number;
  path: () => string;
  pathOf: (id: string) => string;
  get: (id: string) => Promise<Reply<{ id: string; source_id: string | null; price: number | null }>>;
}

/** Both are written alike; a SKU's path names a product, which takes a round trip to find. */
const kinds: Record<string, Kind> = {
  product: {
    make: makeProduct,
    roundTrips: 1,
    path: () => '/v1/products',
    pathOf: productPath,
    get: (id) => products.get(id),
  },
  SKU: {
    make: makeSku,
    roundTrips: 2,
    path: () => skusPath(productId),
    pathOf: (id) => skuPath(productId, id),
    get: (id) => products.getSku(id),
  },
};

type Body = { id: string; source_id: string | null; price: number | null };
const once = () => ({ 'Idempotency-Key': uniqueId('once') });

describe.each(Object.entries(kinds))('a %s', (_, { make, roundTrips, path, pathOf, get }) => {
  async function write(method: 'POST' | 'PUT', to: string, body: unknown, headers = {}) {
    const reply = await products.client.call<Body>(method, to, { body, headers });
    expect(reply).toMatchObject({ status: 200 });
    return reply;
  }

  it('lets a current version through, weak or strong, and refuses a stale one', async () => {
    const { body } = await write('POST', path(), make());
    await write('PUT', pathOf(body.id), { price: 2 }, { 'If-Match': '"1"' });
    await write('PUT', pathOf(body.id), { price: 3 }, { 'If-Match': 'W/"2"' });
    await write('PUT', pathOf(body.source_id ?? ''), { price: 4 }, { 'If-Match': '"9", "3"' });
    const latest = await write('POST', path(), { id: body.id, price: 5 }, { 'If-Match': '*' });
    expect(latest.headers.get('ETag')).toBe('"5"');
    const stale = { body: { price: 6 }, headers: { 'If-Match': '"4"' } };
    const error = await products.client.refused(412, 'precondition_failed', 'PUT', pathOf(body.id), stale);
    expect(error.details).toContain('version 5');
    expect((await get(body.id)).body.price).toBe(5);
  });

  it('is not made where a version is asked of it', async () => {
    const source_id = uniqueId();
    for (const tag of ['"1"', '*']) {
      const options = { body: { source_id }, headers: { 'If-Match': tag } };
      await products.client.refused(412, 'precondition_failed', 'POST', path(), options);
    }
    const malformed = { body: { source_id }, headers: { 'If-Match': '1' } };
    await products.client.refused(400, 'invalid_headers', 'POST', path(), malformed);
  });

  it('costs no row written and no version where nothing differs', async () => {
    const sent = make();
    const first = await write('POST', path(), sent);
    for (const reply of [
      await write('POST', path(), sent),
      await write('PUT', pathOf(first.body.id), sent),
      await write('PUT', pathOf(first.body.id), first.body),
      await write('PUT', pathOf(first.body.id), { metadata: {}, source_id: null }),
      await write('PUT', pathOf(first.body.id), {}),
    ]) {
      expect(reply.body).toEqual(first.body);
      expect(reply.headers.get('ETag')).toBe('"1"');
      expect(reply.cost).toMatchObject({ rowsWritten: 0, roundTrips });
    }
  });

  it('is written in as few round trips, of few rows, and read in one', async () => {
    const { body, cost } = await write('POST', path(), make());
    expect(cost.roundTrips).toBe(roundTrips);
    expect(cost.rowsWritten).toBeLessThanOrEqual(12);
    const got = await get(body.id);
    expect(got.cost).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
  });

  it('gets the stored reply for a repeated key, as it was, and is not written again', async () => {
    const headers = once();
    const sent = make({ source_id: undefined });
    const first = await write('POST', path(), sent, headers);
    await write('PUT', pathOf(first.body.id), { price: null, metadata: { x: 1 } });
    const again = await write('POST', path(), sent, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.headers.get('ETag')).toBe('"1"');
    expect(again.cost.rowsWritten).toBe(0);
    expect((await get(first.body.id)).body.price).toBeNull();
  });

  it('replays a rename by the path of its old source_id', async () => {
    const { body } = await write('POST', path(), make());
    const headers = once();
    const renamed = { source_id: uniqueId('renamed') };
    const put = await write('PUT', pathOf(body.source_id ?? ''), renamed, headers);
    const again = await write('PUT', pathOf(body.source_id ?? ''), renamed, headers);
    expect(again.body).toEqual(put.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('refuses a key with another body, and a refused request does not use its key up', async () => {
    const headers = once();
    const wrong = { body: { price: -1 }, headers };
    await products.client.refused(400, 'invalid_payload', 'POST', path(), wrong);
    const stale = { body: { source_id: uniqueId() }, headers: { ...headers, 'If-Match': '"7"' } };
    await products.client.refused(412, 'precondition_failed', 'POST', path(), stale);
    const first = await write('POST', path(), { price: 1 }, headers);
    expect(first.headers.get('Idempotency-Replayed')).toBeNull();
    const other = { body: { price: 2 }, headers };
    await products.client.refused(422, 'idempotency_key_reused', 'POST', path(), other);
  });

  it(`is one, with the fields of all, where ${WRITERS} requests of one source_id come at once`, async () => {
    const source_id = uniqueId();
    const replies = await Promise.all(
      Array.from({ length: WRITERS }, (_, index) =>
        write('POST', path(), { source_id, metadata: { [`key${index}`]: index } }),
      ),
    );
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    const { body, headers } = await get(source_id);
    expect(Object.keys((body as unknown as { metadata: object }).metadata)).toHaveLength(WRITERS);
    expect(headers.get('ETag')).toBe(`"${WRITERS}"`);
  });
});
