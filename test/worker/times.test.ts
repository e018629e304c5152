import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../shared/customers/customers.ts';
import { Client } from './client.ts';
import { uniqueId } from './factories.ts';
import { ImportCalls } from './imports/calls.ts';
import { amountOff, VoucherCalls } from './vouchers/calls.ts';

/* test/shared/times.test.ts has every form of a time; here each way into the Worker takes some of them. */

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

/** One moment, as clients in PHP, Ruby, Python and a spreadsheet write it. */
const moment = '2021-03-04T05:06:00.000Z';
const forms = [
  '2021-03-04T06:06:00+0100',
  '2021-03-04 05:06:00 +0000',
  '2021-03-04T05:06:00',
  '2021-03-04T05:06Z',
];

describe('a time', () => {
  it('is the same moment in every form of an order, a file and a query', async () => {
    const orders = forms.map((created_at) => ({ source_id: uniqueId(), created_at }));
    for (const order of orders) expect((await client.post(order)).body.created_at).toBe(moment);
    const rows = forms.map((created_at) => ({ source_id: uniqueId(), created_at }));
    const file = ['source_id,created_at', ...rows.map((row) => `${row.source_id},${row.created_at}`)].join(
      '\n',
    );
    const { result } = await new ImportCalls(client).import(file, 'text/csv');
    expect(result).toMatchObject({ created_count: forms.length, failed_count: 0 });
    for (const { source_id } of rows) expect((await client.get(source_id)).body.created_at).toBe(moment);
    for (const form of forms) {
      const value = encodeURIComponent(form);
      const filter = `filters[created_at][conditions][$is][0]=${value}&filters[source_id][conditions][$is][0]=`;
      const reply = await client.call('GET', `/v1/orders?${filter}${orders[0]?.source_id}`);
      expect(reply.body).toMatchObject({ orders: [{ source_id: orders[0]?.source_id }] });
    }
  });

  it('is taken for the dates of a voucher, a date being its midnight', async () => {
    const vouchers = new VoucherCalls(client);
    const dates = { start_date: '2021-03-04', expiration_date: '2030-11-28 12:01:44 +0100' };
    const { body } = await vouchers.post({ discount: amountOff(5), ...dates });
    expect(body).toMatchObject({
      start_date: '2021-03-04T00:00:00.000Z',
      expiration_date: '2030-11-28T11:01:44.000Z',
    });
  });

  it('decides a rule, which answers it as it was written', async () => {
    const conditions = { $after: ['2021-03-04 05:06:00 +0100'], $before: ['2021-03-04T05:06:00+01'] };
    const body = { name: 'When', rules: { 1: { name: 'redemption.date', conditions } } };
    const rule = await client.call<{ id: string }>('POST', '/v1/validation-rules', { body });
    expect(rule.body).toMatchObject({ rules: { 1: { conditions } } });
    const vouchers = new VoucherCalls(client);
    const code = await vouchers.make(amountOff(5), { validation_rules: [rule.body.id] });
    await client.refused(400, 'redemption_rules_violated', 'POST', `/v1/vouchers/${code}/redemption`, {
      body: {},
    });
  });
});

describe('a birthdate', () => {
  it('keeps its date where it comes as a time', async () => {
    const time = '1990-01-02T00:00:00.000Z';
    const body = { source_id: uniqueId(), birthdate: time, birthday: time };
    const made = await client.call<Customer>('POST', '/v1/customers', { body });
    expect(made.body).toMatchObject({ birthdate: '1990-01-02', birthday: '1990-01-02' });
    await client.post({ customer: { source_id: body.source_id, birthdate: '1990-01-03T00:00:00.000Z' } });
    expect(await client.customer(body.source_id)).toMatchObject({ birthdate: '1990-01-03' });
  });
});
