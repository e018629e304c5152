import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { makeOrder, uniqueId } from './factories.ts';
import { amountOff } from './vouchers/calls.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

type Body = Record<string, unknown>;

/** What a body is refused for, as it must be. */
async function refused(method: string, path: string, body: unknown): Promise<Record<string, string>> {
  const error = await client.refused(400, 'invalid_payload', method, path, { body });
  return Object.fromEntries(error.errors?.map(({ path: where, message }) => [where, message]) ?? []);
}

async function accepted<Reply = Body>(method: string, path: string, body: unknown): Promise<Reply> {
  const reply = await client.call<Reply>(method, path, { body });
  const isFine = reply.status === 200 || reply.status === 202;
  expect({ path, error: isFine ? '' : reply.body }).toEqual({ path, error: '' });
  return reply.body;
}

const unknown = 'is not known here';
const meant = (name: string) => `${unknown}; did you mean ${name}?`;
const discount = amountOff(5);

describe('a field that is not known', () => {
  it('is refused where it stands, with the one that was probably meant', async () => {
    const item = { product_id: 'p', qty: 2, unit_price: 5, product: { title: 'Mug' }, sku: { skus: 'x' } };
    expect(
      await refused('POST', '/v1/orders', {
        item: [],
        total_amount: 500,
        sourceId: 'x',
        items: [item],
        customer: { mail: 'a@b.c', e_mail: 'a@b.c', address: { zip: '1', postalcode: '1' } },
        note: 'x',
      }),
    ).toEqual({
      item: meant('items'),
      total_amount: meant('amount'),
      sourceId: meant('source_id'),
      note: unknown,
      'items[0].qty': unknown,
      'items[0].unit_price': meant('price'),
      'items[0].product.title': unknown,
      'items[0].sku.skus': meant('sku'),
      'customer.mail': meant('email'),
      'customer.e_mail': meant('email'),
      'customer.address.zip': unknown,
      'customer.address.postalcode': meant('postal_code'),
    });
    const voucher = { discount, expiry_date: '2030-01-01T00:00:00Z', max_uses: 1 };
    const redemption = { quantity: 1, daily_quantity: 1 };
    expect(await refused('POST', '/v1/vouchers', { ...voucher, redemption })).toEqual({
      expiry_date: meant('expiration_date'),
      max_uses: unknown,
      'redemption.daily_quantity': meant('quantity'),
    });
  });

  it('is told beside everything else that is wrong', async () => {
    expect(
      Object.keys(await refused('POST', '/v1/orders', { nope: 1, amount: -1, items: [{ x: 1 }] })),
    ).toEqual(expect.arrayContaining(['nope', 'amount', 'items[0].x']));
  });

  it('is refused by every call that takes a body', async () => {
    const product = await accepted('POST', '/v1/products', {});
    const customer = await accepted('POST', '/v1/customers', {});
    const rule = await accepted('POST', '/v1/validation-rules', { name: 'A rule' });
    const code = uniqueId('code');
    await accepted('POST', `/v1/vouchers/${code}`, { discount });
    const calls: [method: string, path: string, body: Body][] = [
      ['PUT', '/v1/orders/x', {}],
      ['POST', '/v1/customers', {}],
      ['PUT', `/v1/customers/${customer.id}`, {}],
      ['POST', '/v1/customers/metadata/async', { source_ids: ['x'], metadata: {} }],
      ['POST', '/v1/products', {}],
      ['PUT', `/v1/products/${product.id}`, {}],
      ['POST', `/v1/products/${product.id}/skus`, {}],
      ['PUT', `/v1/products/${product.id}/skus/x`, {}],
      ['POST', `/v1/vouchers/${uniqueId('code')}`, { discount }],
      ['PUT', `/v1/vouchers/${code}`, {}],
      ['POST', `/v1/vouchers/${code}/validate`, {}],
      ['POST', `/v1/vouchers/${code}/redemption`, {}],
      ['POST', '/v1/validations', { redeemables: [{ object: 'voucher', id: code }] }],
      ['POST', '/v1/redemptions', { redeemables: [{ object: 'voucher', id: code }] }],
      ['POST', '/v1/redemptions/r_x/rollback', {}],
      ['POST', '/v1/validation-rules', { name: 'x' }],
      ['PUT', `/v1/validation-rules/${rule.id}`, {}],
      ['POST', `/v1/validation-rules/${rule.id}/assignments`, { voucher: code }],
      ['POST', '/v1/segments', { name: 'x', customers: [customer.id] }],
      ['PUT', '/v1/metadata-schemas/order', {}],
      ['POST', '/v1/orders/export', {}],
      ['POST', '/v1/exports', { exported_object: 'order' }],
      ['POST', '/v1/keys', { name: 'x', role: 'analyst' }],
    ];
    for (const [method, path, body] of calls) {
      const errors = await refused(method, path, { ...body, metdata: {} });
      expect({ path, message: errors.metdata }).toEqual({
        path,
        message: expect.stringMatching(/^is not known here/),
      });
    }
    const within: [path: string, body: Body, where: string][] = [
      ['/v1/orders/export', { parameters: { colums: [] } }, 'parameters.colums'],
      ['/v1/redemptions', { redeemables: [{ object: 'voucher', id: code, x: 1 }] }, 'redeemables[0].x'],
      ['/v1/validation-rules', { name: 'x', error: { text: 'x' } }, 'error.text'],
      ['/v1/validation-rules', { name: 'x', applicable_to: { only: [] } }, 'applicable_to.only'],
      [
        '/v1/validation-rules',
        { name: 'x', rules: { 1: { name: 'order.amount', condition: {} } } },
        'rules.1.condition',
      ],
    ];
    for (const [path, body, where] of within) {
      const reply = await client.call<{ errors?: unknown[] }>('POST', path, { body });
      expect({ path, where, errors: reply.body.errors }).toMatchObject({ errors: [{ path: where }] });
    }
  });

  it('fails a row of an import, and no other', async () => {
    const good = uniqueId();
    const rows = [{ source_id: good }, { source_id: uniqueId(), item: [] }];
    const { async_action_id: id } = await accepted<{ async_action_id: string }>(
      'POST',
      '/v1/orders/import',
      rows,
    );
    await expect
      .poll(async () => (await client.call<Body>('GET', `/v1/async-actions/${id}`)).body.result)
      .toMatchObject({
        created_count: 1,
        failed_count: 1,
        errors: [{ errors: [{ path: 'item', message: meant('items') }] }],
      });
    await client.get(good);
  });

  it('is told of queries as well', async () => {
    const error = await client.refused(400, 'invalid_query_params', 'GET', '/v1/orders?filter[status]=PAID');
    expect(error.errors).toEqual([{ path: 'filter', message: meant('filters') }]);
  });
});

describe('what official clients send and nobody reads', () => {
  it('is accepted', async () => {
    const code = uniqueId('code');
    await accepted('POST', `/v1/vouchers/${code}`, {
      code,
      discount,
      code_config: { length: 8 },
      campaign: null,
    });
    const items = [
      { object: 'order_item', product_id: 'p', price: 9, subtotal_amount: 9, product: { object: 'product' } },
    ];
    const order = await accepted('POST', '/v1/orders', {
      items,
      customer: { object: 'customer', name: 'Ann' },
    });
    await accepted('PUT', `/v1/orders/${order.id}`, { id: order.id, status: 'PAID' });
    const customer = { object: 'customer', source_id: uniqueId() };
    await accepted('POST', `/v1/vouchers/${code}/redemption`, {
      customer,
      order: { items },
      session: null,
      gift: null,
    });
    const redeemables = [{ object: 'voucher', id: code, gift: null, reward: null }];
    await accepted('POST', '/v1/validations', { redeemables, options: { expand: ['order'] }, session: null });
  });
});

describe('a resource sent back as it was answered', () => {
  it('is taken, with what only replies have', async () => {
    const source_id = uniqueId('person');
    const order = await accepted('POST', '/v1/orders', makeOrder({ customer: { source_id, name: 'Ann' } }));
    const again = await accepted('PUT', `/v1/orders/${order.id}`, { ...order, status: 'PAID' });
    expect(again).toMatchObject({ items: order.items, total_amount: order.total_amount, status: 'PAID' });
    expect(await accepted('POST', '/v1/orders', again)).toEqual(again);

    const customer = await accepted('GET', `/v1/customers/${source_id}`, undefined);
    expect(await accepted('PUT', `/v1/customers/${source_id}`, customer)).toMatchObject({ name: 'Ann' });
    expect(await accepted('POST', '/v1/customers', customer)).toMatchObject({ id: customer.id });
    await accepted('PUT', `/v1/orders/${order.id}`, { customer });

    const product = await accepted('POST', '/v1/products', { name: 'Mug' });
    await accepted('PUT', `/v1/products/${product.id}`, product);
    const sku = await accepted('POST', `/v1/products/${product.id}/skus`, { sku: 'Red' });
    await accepted('PUT', `/v1/products/${product.id}/skus/${sku.id}`, sku);
    await accepted('POST', `/v1/products/${product.id}/skus`, sku);

    const voucher = await accepted('POST', '/v1/vouchers', { discount, redemption: { quantity: 5 } });
    expect(await accepted('PUT', `/v1/vouchers/${voucher.code}`, voucher)).toEqual(voucher);
    const rule = await accepted('POST', '/v1/validation-rules', { name: 'A rule' });
    expect(await accepted('PUT', `/v1/validation-rules/${rule.id}`, rule)).toEqual(rule);
  });

  it('is refused nevertheless for what no reply has', async () => {
    const order = await accepted('POST', '/v1/orders', {});
    expect(await refused('PUT', `/v1/orders/${order.id}`, { ...order, stauts: 'PAID' })).toEqual({
      stauts: meant('status'),
    });
  });
});
