import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, send } from './client.ts';
import { createExport } from './exports/export-client.ts';
import { makeOrder, uniqueId } from './factories.ts';
import { ImportCalls } from './imports/calls.ts';
import { RedemptionCalls } from './redemptions/calls.ts';
import { redeemables, ValidationCalls } from './validations/calls.ts';
import { amountOff, voucherPath } from './vouchers/calls.ts';

/* Requests as Voucherify's official clients make them, and what those read of the replies. */

let calls: RedemptionCalls;
let client: Client;
let validations: ValidationCalls;
let code: string;
beforeAll(async () => {
  calls = await RedemptionCalls.create();
  client = calls.client;
  validations = new ValidationCalls(client);
  code = await calls.vouchers.make(amountOff(10));
});

const line = (product_id: string, price: number) => ({ product_id, price, product: { name: product_id } });

/** A POST without a body, as most clients make it, and with the Content-Type that some send nevertheless. */
async function postNothing(path: string) {
  const bare = await client.call<Record<string, unknown>>('POST', path);
  const typed = await client.call('POST', path, { headers: { 'Content-Type': 'application/json' } });
  return [bare, typed] as const;
}

describe('a request without a body', () => {
  it('is one with nothing in it, where all of it may be missing', async () => {
    for (const path of ['validate', 'redemption'])
      for (const reply of await postNothing(`${voucherPath(code)}/${path}`)) expect(reply.status).toBe(200);
    for (const path of ['rollback', 'rollbacks']) {
      const { body } = await calls.one(code);
      const [bare, typed] = await postNothing(`/v1/redemptions/${body.id}/${path}?reason=wrong+size`);
      expect(bare.status).toBe(200);
      expect(typed.body).toMatchObject({ key: 'already_rolled_back' });
    }
  });

  it('is refused where something is needed', async () => {
    const headers = { 'Content-Type': 'application/json' };
    for (const path of ['/v1/validations', '/v1/redemptions', '/v1/orders'])
      await client.refused(400, 'invalid_payload', 'POST', path, { headers });
  });
});

describe('a validation', () => {
  it('names limits of stacks that the clients of Python and PHP take', async () => {
    const { body } = await validations.stack([code]);
    expect(body.stacking_rules).toMatchObject({
      applicable_exclusive_redeemables_limit: 5,
      applicable_exclusive_redeemables_per_category_limit: 5,
    });
  });

  it('lists what does not apply, and what is skipped, only where something is', async () => {
    const { body } = await validations.stack([code]);
    expect(body).not.toHaveProperty('inapplicable_redeemables');
    expect(body).not.toHaveProperty('skipped_redeemables');
    const other = await validations.stack([uniqueId('none'), code]);
    expect(other.body.inapplicable_redeemables).toHaveLength(1);
    expect(other.body.skipped_redeemables).toHaveLength(1);
  });

  it("shows the order's lines of each redeemable, whatever is to be expanded", async () => {
    const { body } = await validations.stack([code], { order: makeOrder() });
    expect(body.redeemables).toMatchObject([{ order: { items: [{}, {}, {}] } }]);
    const redeemed = await calls.stack([code], { order: makeOrder() });
    expect(redeemed.body.redemptions).toMatchObject([{ order: { items: [{}, {}, {}] } }]);
  });

  it('knows the customer of the order, and shows no more of a named one than the id', async () => {
    const source_id = uniqueId('person');
    const { body: stored } = await client.post({ customer: { source_id, name: 'Ann' } });
    const { customer_id } = stored;
    const customer = { id: customer_id, object: 'customer' };
    for (const request of [
      { customer: { source_id }, order: makeOrder() },
      { order: makeOrder({ customer: { source_id } }) },
      { order: makeOrder({ customer: { id: customer_id } }) },
      { order: makeOrder({ customer_id }) },
    ]) {
      const { body } = await validations.stack([code], request);
      expect(body.order).toMatchObject({ customer_id });
      expect(body.order?.customer).toEqual(customer);
      expect(body.redeemables).toMatchObject([{ order: { customer_id, customer } }]);
    }
    const kept = await validations.stack([code], { order: { id: stored.id } });
    expect(kept.body.order?.customer).toEqual(stored.customer);
  });

  it('shows no customer where the order would have none, or a new one', async () => {
    const { body: stored } = await client.post({ customer: { source_id: uniqueId('person') } });
    for (const order of [
      { id: stored.id, customer_id: null },
      { id: stored.id, customer: { source_id: uniqueId('new') } },
      makeOrder({ customer: { name: 'Ann' } }),
    ]) {
      const { body, cost } = await validations.stack([code], { order });
      expect(body.order).toMatchObject({ customer_id: null });
      expect(body.order).not.toHaveProperty('customer');
      expect(cost.roundTrips).toBe(1);
    }
  });
});

describe('a discount without an effect', () => {
  const order = { items: [line('lamp', 1000), line('desk', 9000)] };
  const ofLamp = (of: 'included' | 'excluded') => ({ [of]: [{ object: 'product', id: 'lamp' }] });

  /** What of an order is taken off it, and off its lines, by a voucher of these rules. */
  async function taken(discount: object, applicable_to?: object) {
    const rule = { name: 'Lamps', ...(applicable_to && { applicable_to }) };
    const made = await client.call<{ id: string }>('POST', '/v1/validation-rules', { body: rule });
    const limited = await calls.vouchers.make(discount, { validation_rules: [made.body.id] });
    expect((await calls.vouchers.get(limited)).body.discount).not.toHaveProperty('effect');
    const { body } = await validations.stack([limited], { order });
    const redeemed = await calls.one(limited, { order });
    expect(redeemed.body.order).toMatchObject({ total_amount: body.order?.total_amount });
    const { discount_amount: whole, items_discount_amount: lines } = body.order ?? {};
    return { ...body.redeemables[0]?.result, whole, lines };
  }

  it('is taken off the lines that its rules limit it to', async () => {
    const percent = { type: 'PERCENT', percent_off: 10 };
    const amount = { type: 'AMOUNT', amount_off: 300 };
    const [effect, whole] = ['APPLY_TO_ITEMS', 0];
    expect(await taken(percent, ofLamp('included'))).toEqual({
      discount: { ...percent, effect },
      whole,
      lines: 100,
    });
    expect(await taken(amount, ofLamp('included'))).toEqual({
      discount: { ...amount, effect },
      whole,
      lines: 300,
    });
    expect(await taken(percent, ofLamp('excluded'))).toMatchObject({ discount: { effect }, lines: 900 });
  });

  it('is taken off the order without such rules', async () => {
    const percent = { type: 'PERCENT', percent_off: 10 };
    const discount = { ...percent, effect: 'APPLY_TO_ORDER' };
    expect(await taken(percent)).toEqual({ discount, whole: 1000, lines: 0 });
  });
});

describe('a stack of one', () => {
  it('is a single redemption, without a parent', async () => {
    for (const path of ['rollback', 'rollbacks']) {
      const { body: stack } = await calls.stack([code], { order: makeOrder() });
      expect(stack).not.toHaveProperty('parent_redemption');
      const [redemption] = stack.redemptions;
      const { id = '' } = redemption ?? {};
      expect(redemption?.redemption).toBeNull();
      expect(Object.keys(stack.order?.redemptions ?? {})).toEqual([id]);
      expect(stack.order?.redemptions?.[id]).not.toHaveProperty('stacked');
      const rolledBack = await client.call('POST', `/v1/redemptions/${id}/${path}`, { body: {} });
      expect(rolledBack).toMatchObject({ status: 200 });
      expect((await calls.get(id)).body).toMatchObject({
        status: 'ROLLED_BACK',
        order: { status: 'CANCELED', total_amount: 1540 },
      });
    }
  });

  it('is answered again for its idempotency key', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const body = { order: makeOrder() };
    const first = await calls.stack([code], body, headers);
    const again = await calls.stack([code], body, headers);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });
});

describe('a rollback', () => {
  it("takes the order, whose status decides what becomes of the redemption's", async () => {
    for (const [order, status] of [
      [undefined, 'CANCELED'],
      [{ amount: 500 }, 'CANCELED'],
      [{ status: 'PAID' }, 'PAID'],
      [{ status: 'FULFILLED' }, 'FULFILLED'],
    ] as const) {
      const { body } = await calls.one(code, { order: { amount: 500 } });
      const rolledBack = await calls.rollBack(body.id, { order });
      expect(rolledBack.body.order).toMatchObject({ status, amount: 500, total_amount: 500 });
    }
  });
});

describe('yes and no in a query', () => {
  it('may be 1 and 0, as PHP writes them', async () => {
    const made = async (path: string) =>
      (await client.call<{ id: string }>('POST', path, { body: {} })).body.id;
    for (const force of ['1', '0', 'true', 'false']) {
      const id = await made('/v1/products');
      expect((await client.call('DELETE', `/v1/products/${id}?force=${force}`)).status).toBe(204);
    }
    for (const [counts, has] of [
      ['1', true],
      ['0', false],
    ] as const) {
      const { body } = await client.call('GET', `/v1/orders?limit=1&counts=${counts}`);
      expect(Object.hasOwn(body as object, 'counts')).toBe(has);
    }
    const filter = 'filters[source_id][conditions][$has_value]=1';
    expect((await client.call('GET', `/v1/orders?limit=1&${filter}`)).status).toBe(200);
    const id = await made('/v1/products');
    await client.refused(400, 'invalid_query_params', 'DELETE', `/v1/products/${id}?force=2`);
  });
});

describe('an export', () => {
  it('is plain text for who accepts only that', async () => {
    const { id } = await createExport(client, 'customer', {});
    const { body } = await client.call<{ result: { url: string } }>('GET', `/v1/exports/${id}`);
    const type = async (accept?: string) => {
      const headers: HeadersInit = accept === undefined ? {} : { Accept: accept };
      const reply = await send(new Request(body.result.url, { headers }));
      return reply.headers.get('Content-Type');
    };
    expect(await type('text/plain')).toBe('text/plain; charset=utf-8');
    for (const accept of [undefined, '*/*', 'text/csv, text/plain'])
      expect(await type(accept)).toBe('text/csv; charset=utf-8');
  });
});

describe('an operation that is not here', () => {
  it('says so, and makes no voucher of its name', async () => {
    for (const name of ['import', 'importCSV', 'qualification', 'enable', 'disable']) {
      const path = `/v1/vouchers/${name}`;
      const error = await client.refused(404, 'not_found', 'POST', path, {
        body: { discount: amountOff(5), redeemables: redeemables(code) },
      });
      expect(error.details).toContain(`Docket does not have POST ${path}`);
      await client.refused(404, 'not_found', 'GET', path);
    }
  });
});

describe("a file of customers as Voucherify's own", () => {
  it('has the address in columns without a prefix', async () => {
    const source_id = uniqueId('file');
    const file = `Source_Id,Name,City,State,Country,Postal_Code,Hair\n${source_id},Ann,Oslo,,NO,0150,red\n`;
    const imports = new ImportCalls(client, '/v1/customers/importCSV', 202);
    await imports.import(file, 'text/csv');
    expect(await client.customer(source_id)).toMatchObject({
      address: { city: 'Oslo', country: 'NO', postal_code: '0150' },
      metadata: { Hair: 'red' },
    });
  });
});

describe('an id that Voucherify has made', () => {
  it('is kept by what is made with it, in a body or a file', async () => {
    const madeBy = (prefix: string) =>
      `${prefix}_IUv9aXDq${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`;
    const [order, customer, product, sku, imported] = ['ord', 'cust', 'prod', 'sku', 'cust'].map(madeBy);
    await client.post({ id: order, amount: 100 });
    expect((await client.get(order ?? '')).body).toMatchObject({ id: order, amount: 100 });
    for (const [path, id] of [
      ['/v1/customers', customer],
      ['/v1/products', product],
      [`/v1/products/${product}/skus`, sku],
    ] as const)
      expect(await client.call('POST', path, { body: { id } })).toMatchObject({ status: 200, body: { id } });
    await new ImportCalls(client, '/v1/customers/importCSV', 202).import(
      `Id,Name\n${imported},Ann\n`,
      'text/csv',
    );
    expect(await client.customer(imported ?? '')).toMatchObject({ id: imported, name: 'Ann' });
    const { body } = await validations.stack([code], { order: { id: order } });
    expect(body.order).toMatchObject({ id: order, total_amount: 90 });
  });

  it('is refused where it is of something else, or could be no id', async () => {
    for (const id of [
      'cust_IUv9aXDqPz3bQm7RtYc2',
      'ord_short',
      'ord_with spaces in it',
      `ord_${'x'.repeat(33)}`,
      '7',
    ])
      await client.refused(400, 'invalid_payload', 'POST', '/v1/orders', { body: { id } });
  });
});
