import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { OrderList } from '../../../shared/orders.ts';
import { Client } from '../client.ts';
import { makeOrder } from '../factories.ts';

let client: Client;
const ids: string[] = [];
beforeAll(async () => {
  client = await Client.create();
  for (const day of ['03', '01', '02', '02', '02', '04']) {
    const { body } = await client.post(makeOrder({ created_at: `2020-01-${day}T00:00:00Z` }));
    ids.push(body.id);
  }
});

async function list(query: string): Promise<z.infer<typeof OrderList>> {
  const { body, status } = await client.call('GET', `/v1/orders${query}`);
  expect(status).toBe(200);
  return OrderList.parse(body);
}

describe('GET /v1/orders', () => {
  it('lists the newest first, the later inserted first where times are equal', async () => {
    const { orders, total, has_more } = await list('');
    const newest = [5, 0, 4, 3, 2, 1].map((index) => ids[index]);
    expect(orders.map(({ id }) => id)).toEqual(newest);
    expect({ total, has_more }).toEqual({ total: 6, has_more: false });
  });

  it('pages by cursor, each order once', async () => {
    const seen: string[] = [];
    let after: string | undefined = '';
    while (after !== undefined) {
      const page: z.infer<typeof OrderList> = await list(`?limit=2${after && `&starting_after_id=${after}`}`);
      seen.push(...page.orders.map(({ id }) => id));
      after = page.more_starting_after;
    }
    expect(seen).toEqual([5, 0, 4, 3, 2, 1].map((index) => ids[index]));
  });

  it('refuses a cursor that names no order', async () => {
    const error = await client.refused(
      400,
      'invalid_query_params',
      'GET',
      '/v1/orders?starting_after_id=ord_x',
    );
    expect(error.errors?.[0]?.path).toBe('starting_after_id');
  });
});
