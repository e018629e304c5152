import { beforeAll, describe, expect, it } from 'vitest';
import { run, stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { SegmentCalls } from './calls.ts';

let segments: SegmentCalls;
beforeAll(async () => {
  segments = await SegmentCalls.create();
});

const makeMember = async () => (await segments.customers.post({ source_id: uniqueId('member') })).body;
const list = async (id: string) => (await segments.customers.list(`segment=${id}`)).body;
const entries = (id: string) =>
  stored<number>(
    'SELECT count(*) FROM segment_customers WHERE segment_seq = (SELECT seq FROM segments WHERE id = ?)',
    id,
  );

describe('a customer who is removed', () => {
  it.each(['delete', 'forget'] as const)(
    'by %s is at once in no segment, and leaves no entry',
    async (way) => {
      const [stays, goes] = [await makeMember(), await makeMember()];
      const shared = await segments.make([goes.id, stays.id]);
      const own = await segments.make([goes.source_id ?? '']);
      const filter = await segments.make({ source_id: { conditions: { $is: goes.source_id } } });
      await segments.customers[way](goes.id);
      expect(await list(shared.id)).toMatchObject({ total: 1, customers: [{ id: stays.id }] });
      for (const { id } of [own, filter]) expect(await list(id)).toMatchObject({ total: 0, customers: [] });
      expect([await entries(shared.id), await entries(own.id)]).toEqual([1, 0]);
      for (const name of [goes.id, goes.source_id ?? '']) {
        const path = `/v1/customers/${name}/segments`;
        const error = await segments.client.refused(404, 'not_found', 'GET', path);
        expect(error).toMatchObject({ resource_type: 'customer', resource_id: name });
      }
      const body = { name: 'x', customers: [goes.id] };
      expect(await segments.refused(body)).toEqual({ 'customers[0]': 'names no customer' });
    },
  );

  it('is counted by the static segments that they were in', async () => {
    const { id } = await makeMember();
    await segments.make([id]);
    await segments.make([id]);
    await segments.make({ created_at: { conditions: { $has_value: true } } });
    expect((await segments.customers.forget(id)).data_json.segments).toBe(2);
  });

  it('passes no membership on to a later customer, of the same place in the table or the same source_id', async () => {
    const goes = await makeMember();
    const made = await segments.make([goes.id]);
    const place = (id: string) => stored<number>('SELECT seq FROM customers WHERE id = ?', id);
    const seq = await place(goes.id);
    await segments.customers.delete(goes.id);
    const { body: next } = await segments.customers.post({ source_id: goes.source_id });
    expect(await place(next.id)).toBe(seq);
    expect(await segments.idsOf(next.id)).not.toContain(made.id);
    expect((await list(made.id)).total).toBe(0);
  });

  it('is in no list that is made at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await makeMember();
      await Promise.all([
        segments.client.call('POST', '/v1/segments', { body: { name: 'race', customers: [id] } }),
        segments.customers.delete(id),
      ]);
    }
    expect(
      await stored(
        'SELECT count(*) FROM segment_customers WHERE customer_seq NOT IN (SELECT seq FROM customers)',
      ),
    ).toBe(0);
  });

  it('by hand leaves no entry either', async () => {
    const { id } = await makeMember();
    const made = await segments.make([id]);
    await run(`DELETE FROM customers WHERE id = '${id}'`);
    expect(await entries(made.id)).toBe(0);
  });
});
