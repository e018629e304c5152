import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../shared/customers/customers.ts';
import { membershipsAmong } from '../../../worker/customers/membership-store.ts';
import { Database } from '../../../worker/database.ts';
import { counting, run } from '../database.ts';
import { SegmentCalls } from './calls.ts';

const CUSTOMERS = 5000;
const PAIRS = 50;
const LIMIT = 50;

let segments: SegmentCalls;
let ann: Customer;
/** Static ones and filters in turn; a customer of `PAIRS` orders' worth is in all of them. */
const made: string[] = [];

beforeAll(async () => {
  segments = await SegmentCalls.create();
  ann = (await segments.customers.post({ name: 'Ann', metadata: { tier: 'gold' } })).body;
  await segments.client.post({ customer_id: ann.id, status: 'PAID', amount: PAIRS });
  for (let index = 0; index < PAIRS; index += 1) {
    const filter = {
      'summary.orders.total_amount': { conditions: { $more_than: index } },
      'metadata.tier': { conditions: { $in: ['gold', 'silver'] } },
    };
    for (const members of [[ann.id], filter]) made.push((await segments.make(members)).id);
  }
  await run(`${counting(1, CUSTOMERS)} INSERT INTO customers (id, source_id, email, created_at, orders_total_amount)
    SELECT printf('cust_%06d', i), 'crm-' || i, (i / 2) || '@example.com', i, i FROM n`);
});

describe('membership of one customer in 100 segments', () => {
  it('is one round trip, and reads a few rows a segment', async () => {
    const { body, cost } = await segments.of(ann.id);
    expect(body.data.map(({ id }) => id)).toEqual(made);
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
    expect(cost.rowsRead).toBeLessThanOrEqual(4 * made.length);
  });

  it('is one as well where the Worker has not seen the segments before', async () => {
    await run("UPDATE segments SET name = 'renamed'");
    const { body, cost } = await segments.of(ann.id);
    expect(new Set(body.data.map(({ name }) => name))).toEqual(new Set(['renamed']));
    expect(cost.roundTrips).toBe(1);
  });

  it('among a few of them reads those alone, as one statement of another batch', async () => {
    const ids = [...made.slice(0, 4), 'seg_unknown', made[0]];
    for (const [customer, expected] of [
      [ann.id, made.slice(0, 4)],
      ['crm-7', []],
      ['nobody', []],
    ] as const) {
      const database = new Database(env.DB, null);
      const [rows] = await database.batch([
        membershipsAmong({ customer, today: 0, ids: JSON.stringify(ids) }),
      ]);
      expect(rows.map(({ id }) => id)).toEqual(expected);
      expect(database.cost).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
      expect(database.cost.rowsRead).toBeLessThanOrEqual(6 * ids.length);
    }
  });
});

describe('a list of the customers in a segment', () => {
  const list = async (members: string[] | Record<string, unknown>, query = '') => {
    const { id } = await segments.make(members);
    const reply = await segments.customers.list(`limit=${LIMIT}&segment=${id}${query}`);
    await segments.delete(id);
    return reply;
  };

  it('takes one round trip more than others', async () => {
    const { cost } = await list([ann.id]);
    expect(cost.roundTrips).toBe(2);
  });

  it('reads those in a static segment, and not all customers', async () => {
    const members = Array.from({ length: 100 }, (_, index) => `crm-${index * 50 + 1}`);
    for (const order of ['created_at', '-updated_at', 'source_id']) {
      const { body, cost } = await list(members, `&order=${order}`);
      expect(body).toMatchObject({ total: 100, has_more: true });
      expect(cost.rowsRead).toBeLessThanOrEqual(8 * members.length);
    }
  });

  it('chooses the index that a filter can use', async () => {
    const { body, cost } = await list({ email: { conditions: { $is: '777@example.com' } } });
    expect(body.total).toBe(2);
    expect(cost.rowsRead).toBeLessThanOrEqual(30);
  });

  it('binds what D1 takes, however many operators the segment has', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `metadata.a.b${index}`,
        { conditions: { $not_in: [`${index}`, index, true, `x${index}`, index + 0.5] } },
      ]),
    );
    const times = 'created_at[after]=1960-01-01&created_at[before]=2000-01-01&updated_at[after]=1960-01-01';
    const more = `&email=1@example.com&name=x&city=y&${times}&updated_at[before]=2000-01-01`;
    expect((await list(many, more)).body.total).toBe(0);
    expect((await list(many, `${more}&starting_after=1999-01-01`)).body.total).toBe(0);
    expect((await list(many, `${more}&starting_after_id=${ann.id}`)).body.total).toBe(0);
  });
});
