import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderList } from '../../../shared/orders/orders.ts';
import { Client } from '../client.ts';
import { makeOrder } from '../factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
  await client.post(makeOrder({ metadata: { a: 1 } }));
});

async function list(query: string): Promise<OrderList> {
  const { status, body } = await client.call<OrderList>('GET', `/v1/orders?${query}`);
  expect(status).toBe(200);
  return body;
}

describe('hostile or mistaken filters', () => {
  const refused = async (query: string): Promise<string[]> => {
    const error = await client.refused(400, 'invalid_query_params', 'GET', `/v1/orders?${query}`);
    return error.errors?.map(({ path }) => path) ?? [];
  };

  it('name the field, operator or value that is wrong', async () => {
    expect(await refused('filters[color][conditions][$is]=red')).toEqual(['filters.color']);
    expect(await refused('filters[metadata][conditions][$is]=red')).toEqual(['filters.metadata']);
    expect(await refused('filters[__proto__][conditions][$is]=red')).toEqual([
      'filters[__proto__][conditions][$is]',
    ]);
    expect(await refused('filters[constructor][conditions][$is]=red')).toEqual(['filters.constructor']);
    expect(await refused('filters[amount][conditions][$contains]=1')).toEqual([
      'filters.amount.conditions.$contains',
    ]);
    expect(await refused('filters[amount][conditions][$like]=1')).toEqual([
      'filters.amount.conditions.$like',
    ]);
    expect(
      await refused('filters[amount][conditions][$in][0]=1&filters[amount][conditions][$in][1]=x'),
    ).toEqual(['filters.amount.conditions.$in[1]']);
    expect(await refused('filters[status][conditions][$is]=LOST')).toEqual(['filters.status.conditions.$is']);
    expect(await refused('filters[created_at][conditions][$after]=yesterday')).toEqual([
      'filters.created_at.conditions.$after',
    ]);
    expect(await refused('filters[created_at][conditions][$is_days_ago]=-1')).toEqual([
      'filters.created_at.conditions.$is_days_ago',
    ]);
    expect(await refused('filters[metadata.a][conditions][$count]=1.5')).toEqual([
      'filters.metadata.a.conditions.$count',
    ]);
    expect(await refused('filters[source_id][conditions][$contains]=')).toEqual([
      'filters.source_id.conditions.$contains',
    ]);
    expect(await refused('filters[source_id][conditions][$has_value]=maybe')).toEqual([
      'filters.source_id.conditions.$has_value',
    ]);
    expect(await refused('filters[junction]=xor')).toEqual(['filters.junction']);
    expect(await refused('filters[status]=PAID')).toEqual(['filters.status.conditions']);
    expect(await refused('filters=PAID')).toEqual(['filters']);
    expect(await refused('filter[status][conditions][$is]=PAID')).toEqual(['filter']);
    expect(await refused('created_at[since]=2020-01-01')).toEqual(['created_at.since']);
    expect(await refused('status=LOST&order=amount&q=%20')).toEqual(['order', 'status', 'q']);
  });

  it('are bounded in depth, parameters, operators, values and their length', async () => {
    await refused(`filters${'[a]'.repeat(50)}=1`);
    await refused(Array.from({ length: 201 }, (_, index) => `a${index}=1`).join('&'));
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => `filters[metadata.k${index}.x][conditions][$is]=1`).join(
        '&',
      );
    expect((await list(many(20))).total).toBe(0);
    expect(await refused(many(21))).toEqual(['filters']);
    const values = (count: number) =>
      Array.from({ length: count }, (_, index) => `filters[source_id][conditions][$in][]=${index}`).join('&');
    expect((await list(values(100))).total).toBe(0);
    await refused(values(101));
    await refused(`filters[source_id][conditions][$contains]=${'x'.repeat(1025)}`);
  });

  it('are data, never SQL', async () => {
    for (const hostile of ["'; DROP TABLE orders; --", '") OR 1=1 --', '\u0000', '?1', '$.a', '[0]', '\\"']) {
      const key = encodeURIComponent(hostile);
      expect((await list(`filters[metadata.${key}][conditions][$is]=${key}`)).total).toBe(0);
      expect((await list(`filters[source_id][conditions][$contains]=${key}`)).total).toBe(0);
      await list(`q=abc${key}`);
    }
    expect((await list('')).total).toBe(1);
  });
});
