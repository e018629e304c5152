import { beforeAll, describe, expect, it } from 'vitest';
import { OrderList } from '../../../shared/orders/orders.ts';
import { Client } from '../client.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

async function search(q: string, more = ''): Promise<OrderList> {
  const reply = await client.call('GET', `/v1/orders?q=${encodeURIComponent(q)}${more}`);
  expect(reply.status).toBe(200);
  return OrderList.parse(reply.body);
}
const found = async (q: string, more = '') =>
  (await search(q, more)).orders.map(({ source_id }) => source_id);
const add = async (...sourceIds: string[]) => {
  for (const source_id of sourceIds) await client.post({ source_id, amount: 1 });
};

describe('q of GET /v1/orders', () => {
  it('finds an order by three digits or more of its source_id, wherever they stand', async () => {
    await add('#1042', 'WEB-20481', '536836', 'A7-889');
    for (const [q, source_id] of [
      ['1042', '#1042'],
      ['#1042', '#1042'],
      ['# 1042', '#1042'],
      ['20481', 'WEB-20481'],
      ['048', 'WEB-20481'],
      ['web-204', 'WEB-20481'],
      ['ＷＥＢ–２０４８１', 'WEB-20481'],
      ['3683', '536836'],
      ['#536836', '536836'],
      ['889', 'A7-889'],
      ['a7', 'A7-889'],
    ])
      expect({ q, found: await found(q ?? '') }).toEqual({ q, found: [source_id] });
    for (const q of ['1043', '536-836', '04', 'eb'])
      expect({ q, found: await found(q) }).toEqual({ q, found: [] });
  });

  it('answers the very source_id first, then orders of that very number, then the rest as the list is sorted', async () => {
    await add('70707', 'X-70707', '170707', '707071', 'x-70707-b');
    const rest = ['x-70707-b', '707071', '170707'];
    expect(await found('70707')).toEqual(['70707', 'X-70707', ...rest]);
    expect(await found('x-70707')).toEqual(['X-70707', '70707', 'x-70707-b']);
    expect(await found('70707', '&order=created_at')).toEqual(['70707', 'X-70707', ...rest.toReversed()]);
  });

  it('follows a source_id that is given later or changes', async () => {
    const { body } = await client.post({ amount: 1 });
    await client.put(body.id, { source_id: 'late-8181' });
    expect(await found('8181')).toEqual(['late-8181']);
    await client.put(body.id, { source_id: 'later-9191' });
    expect(await found('8181')).toEqual([]);
    expect(await found('9191')).toEqual(['later-9191']);
  });

  it('chooses among what it finds by the other parameters', async () => {
    await add('sel-4411');
    await client.post({ source_id: 'sel-4412', status: 'PAID', customer: { source_id: 'selected' } });
    expect(await found('441')).toEqual(['sel-4412', 'sel-4411']);
    expect(await found('441', '&status=PAID')).toEqual(['sel-4412']);
    expect(await found('441', '&customer=selected&filters[amount][conditions][$less_than]=1')).toEqual([
      'sel-4412',
    ]);
    expect(await search('441', '&status=CANCELED')).toMatchObject({ total: 0, orders: [] });
    expect(await search('441', '&counts=true&limit=1')).toMatchObject({ counts: { PAID: 1 } });
  });
});
