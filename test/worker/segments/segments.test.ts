import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_SEGMENTS } from '../../../shared/limits.ts';
import { counting, run, stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { path, SegmentCalls } from './calls.ts';

let segments: SegmentCalls;
beforeAll(async () => {
  segments = await SegmentCalls.create();
});

const filter = { 'summary.orders.total_amount': { conditions: { $more_than: [100_000] } } };
const makeMember = async () => (await segments.customers.post({ source_id: uniqueId('member') })).body;
const members = async (id: string) =>
  (await segments.customers.list(`segment=${id}&order=created_at`)).body.customers.map((one) => one.id);

describe('POST /v1/segments', () => {
  it.each(['auto-update', 'passive'])(
    'makes a filter of the type %s, and answers it as it was sent',
    async (type) => {
      const { body } = await segments.post({ name: ' High-spenders ', type, filter });
      expect(body).toEqual({
        id: expect.stringMatching(/^seg_[0-7][0-9a-z]{25}$/),
        object: 'segment',
        name: 'High-spenders',
        type,
        filter,
        created_at: expect.any(String),
      });
      expect((await segments.get(body.id)).body).toEqual(body);
    },
  );

  it('makes a static list of ids and source_ids, each customer once; the type is static unless given', async () => {
    const [one, two] = [await makeMember(), await makeMember()];
    const customers = [one.id, two.source_id, one.source_id, one.id];
    const { body, cost } = await segments.post({ name: 'List', customers });
    expect(body).toMatchObject({ type: 'static', filter: null });
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 4 });
    expect(await members(body.id)).toEqual([one.id, two.id]);
    const again = await segments.post({ name: 'List', type: 'static', customers: [two.id], filter: null });
    expect(again.body.id).not.toBe(body.id);
  });

  it('refuses customers who are unknown, names each of them, and changes nothing', async () => {
    const { id } = await makeMember();
    const before = await stored('SELECT count(*) FROM segments');
    expect(await segments.refused({ name: 'x', customers: ['nobody', id, 'cust_x', id] })).toEqual({
      'customers[0]': 'names no customer',
      'customers[2]': 'names no customer',
    });
    const many = Array.from({ length: 300 }, (_, index) => `nobody-${index}`);
    expect(Object.keys(await segments.refused({ name: 'x', customers: many }))).toHaveLength(100);
    expect(await stored('SELECT count(*) FROM segments')).toBe(before);
    expect(
      await stored(
        'SELECT count(*) FROM segment_customers WHERE segment_seq NOT IN (SELECT seq FROM segments)',
      ),
    ).toBe(0);
  });

  it('refuses what is missing, malformed or does not go together, and names it', async () => {
    const is = (field: string, conditions: unknown) => ({
      name: 'x',
      type: 'passive',
      filter: { [field]: { conditions } },
    });
    const cases: [body: Record<string, unknown>, paths: string[]][] = [
      [{}, ['name']],
      [{ name: '', customers: [] }, ['name', 'customers']],
      [{ name: '  ', customers: ['a'] }, ['name']],
      [{ name: 'x'.repeat(256), customers: ['a'] }, ['name']],
      [{ name: 'x' }, ['customers']],
      [{ name: 'x', customers: [] }, ['customers']],
      [{ name: 'x', customers: 'a' }, ['customers']],
      [{ name: 'x', customers: ['a', 5, ''] }, ['customers[1]', 'customers[2]']],
      [{ name: 'x', customers: Array.from({ length: 10_001 }, () => 'a') }, ['customers']],
      [{ name: 'x', customers: ['a'], filter }, ['filter']],
      [{ name: 'x', type: 'auto-update' }, ['filter']],
      [{ name: 'x', type: 'passive', filter: null }, ['filter']],
      [{ name: 'x', type: 'passive', filter, customers: ['a'] }, ['customers']],
      [{ name: 'x', type: 'dynamic', filter }, ['type']],
      [{ name: 'x', type: 'passive', filter: {} }, ['filter']],
      [{ name: 'x', type: 'passive', filter: { junction: 'or' } }, ['filter']],
      [{ name: 'x', type: 'passive', filter: { ...filter, junction: 'xor' } }, ['filter.junction']],
      [{ name: 'x', type: 'passive', filter: [] }, ['filter']],
      [{ name: 'x', type: 'passive', filter: 'all' }, ['filter']],
      [is('loyalty.points', { $is: 1 }), ['filter.loyalty.points']],
      [
        is('summary.orders.total_amount', { $contains: '1' }),
        ['filter.summary.orders.total_amount.conditions.$contains'],
      ],
      [
        is('summary.orders.total_count', { $more_than: ['1', 'many'] }),
        ['filter.summary.orders.total_count.conditions.$more_than[1]'],
      ],
      [
        is('summary.orders.last_order_date', { $after: 'soon' }),
        ['filter.summary.orders.last_order_date.conditions.$after'],
      ],
      [
        JSON.parse('{"name":"x","type":"passive","filter":{"__proto__":{"conditions":{"$is":1}}}}'),
        ['filter.__proto__'],
      ],
    ];
    for (const [body, paths] of cases) {
      expect({ body, paths: Object.keys(await segments.refused(body)) }).toEqual({ body, paths });
    }
  });

  it('bounds a filter in operators, values and length', async () => {
    const keys = (count: number, value: unknown) => ({
      name: 'x',
      type: 'passive',
      filter: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`metadata.k${index}`, { conditions: { $in: value } }]),
      ),
    });
    const { body } = await segments.post(keys(20, ['a']));
    await segments.delete(body.id);
    expect(Object.keys(await segments.refused(keys(21, ['a'])))).toEqual(['filter']);
    expect(
      Object.keys(
        await segments.refused(
          keys(
            1,
            Array.from({ length: 101 }, () => 'a'),
          ),
        ),
      ),
    ).toEqual(['filter.metadata.k0.conditions.$in']);
    const long = Array.from({ length: 32 }, () => 'x'.repeat(1000));
    expect(await segments.refused(keys(1, long))).toEqual({
      filter: 'must have at most 32000 characters as JSON',
    });
  });

  it('with an idempotency key makes one, whatever is repeated at once', async () => {
    const { id } = await makeMember();
    const body = { name: 'Once', customers: [id] };
    const headers = { 'Idempotency-Key': uniqueId() };
    const replies = await Promise.all(Array.from({ length: 5 }, () => segments.post(body, headers)));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers.has('Idempotency-Replayed'))).toHaveLength(4);
    for (const reply of replies) expect(reply.body).toEqual(replies[0]?.body);
    const filtered = { name: 'Once', type: 'passive', filter };
    const other = { body: filtered, headers };
    await segments.client.refused(422, 'idempotency_key_reused', 'POST', '/v1/segments', other);
    const key = { 'Idempotency-Key': uniqueId() };
    const [first, second] = [await segments.post(filtered, key), await segments.post(filtered, key)];
    expect(second.body).toEqual(first.body);
  });
});

describe('GET /v1/segments', () => {
  it('lists, pages, filters, and finds by ids', async () => {
    const names = ['Early', 'Middle', 'Late'].map((name) => uniqueId(name));
    const made: string[] = [];
    for (const [index, name] of names.entries()) {
      made.push((await segments.post({ name, type: index ? 'passive' : 'auto-update', filter })).body.id);
    }
    const ids = async (query: string) => (await segments.list(query)).body.data.map(({ id }) => id);
    expect(await ids('limit=3')).toEqual(made.toReversed());
    expect((await ids('limit=100&order=created_at')).slice(-3)).toEqual(made);
    expect(await ids(`limit=1&starting_after_id=${made[2]}`)).toEqual([made[1]]);
    expect(await ids('limit=1&page=2')).toEqual([made[1]]);
    expect(await ids(`ids=${made[1]}`)).toEqual([made[1]]);
    expect(await ids(`ids[]=${made[0]}&ids[]=${made[2]}&ids[]=seg_x`)).toEqual([made[2], made[0]]);
    const among = made.map((id) => `ids[]=${id}`).join('&');
    expect(await ids(`${among}&filters[type][conditions][$is]=passive`)).toEqual([made[2], made[1]]);
    expect(await ids(`filters[name][conditions][$in][]=${names[1]}`)).toEqual([made[1]]);
    expect(await ids(`${among}&filters[created_at][conditions][$after]=2020-01-01&limit=2`)).toHaveLength(2);
    const { body } = await segments.list('limit=2');
    expect(body).toMatchObject({ data_ref: 'data', has_more: true });
    expect(await ids(`limit=1&starting_after_id=${body.more_starting_after}`)).toEqual([made[0]]);
    expect(body.total).toBe(await stored('SELECT count(*) FROM segments'));
  });

  it('refuses what it does not know', async () => {
    for (const [query, where] of [
      ['filters[filter][conditions][$is]=x', 'filters.filter'],
      ['filters[type][conditions][$is]=dynamic', 'filters.type.conditions.$is'],
      ['order=name', 'order'],
      ['ids=', 'ids'],
      ['starting_after_id=seg_x', 'starting_after_id'],
    ]) {
      const error = await segments.client.refused(
        400,
        'invalid_query_params',
        'GET',
        `/v1/segments?${query}`,
      );
      expect(error.errors?.[0]?.path).toBe(where);
    }
  });
});

describe('DELETE /v1/segments/{segmentId}', () => {
  it('deletes the segment and its list, and no customer', async () => {
    const { id: member } = await makeMember();
    const { id } = await segments.make([member]);
    expect(await segments.idsOf(member)).toEqual([id]);
    expect(await segments.delete(id)).toMatchObject({ status: 204, body: '' });
    for (const method of ['GET', 'DELETE']) {
      const error = await segments.client.refused(404, 'not_found', method, path(id));
      expect(error).toMatchObject({ resource_id: id, resource_type: 'segment' });
    }
    const seqs = 'SELECT count(*) FROM segment_customers WHERE segment_seq NOT IN (SELECT seq FROM segments)';
    expect(await stored(seqs)).toBe(0);
    expect(await segments.idsOf(member)).toEqual([]);
    const error = await segments.client.refused(
      400,
      'invalid_query_params',
      'GET',
      `/v1/customers?segment=${id}`,
    );
    expect(error.errors).toEqual([{ path: 'segment', message: `names no segment: ${id}` }]);
  });

  it('leaves nothing to a later segment that takes its place', async () => {
    const [{ id: one }, { id: two }] = [await makeMember(), await makeMember()];
    const { id } = await segments.make([one]);
    await segments.delete(id);
    const next = await segments.make([two]);
    expect(await members(next.id)).toEqual([two]);
  });
});

describe('roles', () => {
  it('staff and analysts read segments, and make and delete none; ingest has no access', async () => {
    const { id } = await segments.make(filter);
    for (const role of ['staff', 'analyst', 'ingest'] as const) {
      const other = await SegmentCalls.create(role);
      const post = { body: { name: 'x', type: 'passive', filter } };
      await other.client.refused(403, 'missing_scope', 'POST', '/v1/segments', post);
      await other.client.refused(403, 'missing_scope', 'DELETE', path(id));
      const { status } = await other.client.call('GET', path(id));
      expect(status).toBe(role === 'ingest' ? 403 : 200);
    }
  });
});

describe('the number of segments', () => {
  it(`may reach ${MAX_SEGMENTS}, also where two are made at once`, async () => {
    const count = await stored<number>('SELECT count(*) FROM segments');
    await run(`${counting(1, MAX_SEGMENTS - 1 - (count ?? 0))} INSERT INTO segments (id, name, type, created_at)
      SELECT 'seg_filler' || i, 'filler', 'static', i FROM n`);
    const replies = await Promise.all(
      [1, 2].map(() =>
        segments.client.call('POST', '/v1/segments', { body: { name: 'x', type: 'passive', filter } }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
    const errors = await segments.refused({ name: 'x', type: 'passive', filter });
    expect(errors['']).toContain(`There are ${MAX_SEGMENTS} segments`);
    await run("DELETE FROM segments WHERE name = 'filler'");
    expect(await segments.post({ name: 'x', type: 'passive', filter })).toMatchObject({ status: 200 });
  });
});
