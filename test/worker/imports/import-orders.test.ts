import { beforeAll, describe, expect, it } from 'vitest';
import { makeOrder, uniqueId } from '../factories.ts';
import { ImportCalls, ndjson } from './calls.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

describe('an import', () => {
  it('of lines of JSON writes every order as a POST would', async () => {
    const orders = [
      makeOrder({
        status: 'PAID',
        created_at: '2020-01-02T03:04:05.678Z',
        customer: { source_id: uniqueId(), name: 'Ann' },
      }),
      makeOrder({ metadata: { a: 1 } }),
      { amount: 5 },
    ];
    const action = await imports.importOrders(orders);
    expect(action).toMatchObject({ status: 'DONE', operation_status: 'SUCCESS', type: 'ORDERS.IMPORT' });
    expect(action.result).toMatchObject({
      created_count: 3,
      updated_count: 0,
      unchanged_count: 0,
      failed_count: 0,
      done_count: 3,
    });
    for (const order of orders.slice(0, 2)) {
      const { body } = await imports.client.get(String(order.source_id));
      expect(body).toMatchObject({ total_amount: 1540, source_id: order.source_id });
    }
    const again = await imports.importOrders(orders.slice(0, 2));
    expect(again.result).toMatchObject({ created_count: 0, updated_count: 0, unchanged_count: 2 });
  });

  it('reports', async () => {
    const source_id = uniqueId();
    const body = `${ndjson([makeOrder(), { source_id, status: 'NOPE', amount: -1 }, makeOrder({ customer_id: 'cust_x' })])}\n{"a":\n\n[1]\n`;
    const action = await imports.import(body);
    expect(action.result.failed_count).toBe(4);
    expect((await imports.failures(action.id)).map((row) => row.import_error.key)).toEqual([
      'invalid_payload',
      'not_found',
      'invalid_payload',
      'invalid_payload',
    ]);
  });
});
