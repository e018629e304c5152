import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../database.ts';
import { amountOff, percentOff, VoucherCalls, walk } from './calls.ts';

let vouchers: VoucherCalls;
const codes = ['list-c', 'list-a', 'list-e', 'list-b', 'list-d'];

beforeAll(async () => {
  vouchers = await VoucherCalls.create();
  for (const [index, code] of codes.entries()) {
    await vouchers.named(code, {
      discount: index % 2 ? percentOff(10 * index) : amountOff(100 * (index + 1)),
      category: index < 2 ? 'early' : 'late',
      active: index !== 4,
      metadata: { index },
      ...(index === 0 && { redemption: { quantity: 5 }, expiration_date: '2020-01-01T00:00:00Z' }),
    });
  }
  await vouchers.put('list-a', { additional_info: 'changed' });
});

const listed = async (query: string) => (await vouchers.list(query)).body.vouchers.map(({ code }) => code);
const filter = (field: string, operator: string, value: string) =>
  `order=created_at&filters[${field}][conditions][${operator}]=${encodeURIComponent(value)}`;

describe('the list of vouchers', () => {
  it('is sorted by time or code, either way, with its total', async () => {
    expect(await listed('order=created_at')).toEqual(codes);
    expect(await listed('')).toEqual(codes.toReversed());
    expect(await listed('order=code')).toEqual(codes.toSorted());
    expect(await listed('order=-code')).toEqual(codes.toSorted().toReversed());
    expect((await listed('order=-updated_at'))[0]).toBe('list-a');
    expect((await vouchers.list('limit=1')).body).toMatchObject({ total: 5, has_more: true });
  });

  it.each(['created_at', '-created_at', 'updated_at', '-updated_at', 'code', '-code'])(
    'can be walked by cursor, sorted by %s',
    async (order) => {
      const all = await listed(`order=${order}`);
      const seen = await walk(vouchers.list, (page) => page.vouchers, `order=${order}&limit=2`);
      expect(seen.map((one) => one.code)).toEqual(all);
    },
  );

  it('is filtered by what a voucher has', async () => {
    expect(await listed(filter('discount.type', '$is', 'PERCENT'))).toEqual(['list-a', 'list-b']);
    expect(await listed(filter('discount.amount_off', '$more_than', '100'))).toEqual(['list-e', 'list-d']);
    expect(await listed(filter('discount.percent_off', '$less_than', '30'))).toEqual(['list-a']);
    expect(await listed(filter('active', '$is', 'false'))).toEqual(['list-d']);
    expect(await listed(filter('redemption.quantity', '$has_value', 'true'))).toEqual(['list-c']);
    expect(await listed(filter('redemption.redeemed_quantity', '$more_than', '0'))).toEqual([]);
    expect(await listed(filter('expiration_date', '$before', '2021-01-01'))).toEqual(['list-c']);
    expect(await listed(filter('code', '$starts_with', 'LIST-'))).toEqual(codes);
    expect(await listed(filter('metadata.index', '$is', '3'))).toEqual(['list-b']);
    expect(await listed('order=created_at&category=early')).toEqual(['list-c', 'list-a']);
    expect(await listed('code=list-e')).toEqual(['list-e']);
    expect(await listed('created_at[after]=2999-01-01')).toEqual([]);
  });

  it('reads a page in one round trip, and no more rows than it answers', async () => {
    for (const query of ['limit=2', 'limit=2&order=code', 'code=list-e']) {
      const { cost } = await vouchers.list(query);
      expect(cost.roundTrips).toBe(1);
      expect(cost.rowsRead).toBeLessThanOrEqual(8);
    }
  });

  it.each([
    'campaign=x',
    'order=name',
    'filters[holder][conditions][$is]=x',
    'category=',
    'limit=0',
    'starting_after_id=v_x',
  ])('refuses %s', async (query) => {
    await vouchers.client.refused(400, 'invalid_query_params', 'GET', `/v1/vouchers?${query}`);
  });

  it('keeps its total when vouchers are deleted', async () => {
    const code = await vouchers.make(amountOff(1));
    const { body } = await vouchers.list('limit=1');
    await vouchers.client.call('DELETE', `/v1/vouchers/${code}`);
    expect((await vouchers.list('limit=1')).body.total).toBe(body.total - 1);
    expect(await stored<number>('SELECT count(*) FROM vouchers')).toBe(body.total - 1);
  });
});
