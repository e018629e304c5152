import { expect, test } from 'vitest';
import { done } from '../import-calls.ts';
import { official } from './official.ts';

test('the official client imports orders, follows the action and lists it', async () => {
  const { client } = official;
  const sent = [
    { source_id: 'official/1', status: 'PAID' as const, amount: 5 },
    { source_id: 'official/2', customer_id: 'cust_nobody' },
  ];
  const { async_action_id: id } = await client.orders.import(sent);
  expect(id).toMatch(/^aa_/);
  await done(official.server, id);
  const action = await client.asyncActions.get(id);
  expect(action).toMatchObject({
    id,
    object: 'async_action',
    type: 'ORDERS.IMPORT',
    status: 'DONE',
    result: {
      done_count: 1,
      failed_count: 1,
      failed: { source_id: 'official/2', reason: expect.stringContaining('cust_nobody') },
    },
  });
  const list = await client.asyncActions.list({ limit: 5, end_date: new Date().toISOString() });
  expect(list).toMatchObject({
    object: 'list',
    data_ref: 'async_actions',
    async_actions: [{ id, status: 'DONE' }],
  });
  expect(await client.orders.get('official/1')).toMatchObject({ status: 'PAID', amount: 5 });
});
