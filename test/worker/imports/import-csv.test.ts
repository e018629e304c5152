import { beforeAll, describe, expect, it } from 'vitest';
import { itemColumns, orderColumns } from '../../../shared/exports/export-columns.ts';
import { createExport, download, readText } from '../exports/export-client.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { ImportCalls } from './calls.ts';
import { HeldQueue } from './held-queue.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

const importCsv = (text: string) => imports.import(text, 'text/csv');
const refused = async (text: string) => {
  const options = { body: text, headers: { 'Content-Type': 'text/csv' } };
  return imports.client.refused(400, 'invalid_payload', 'POST', '/v1/orders/import', options);
};
const csv = (...rows: string[]) => rows.map((row) => `${row}\r\n`).join('');
const errorsOf = async (text: string) =>
  (await importCsv(text)).result.errors.map(({ line, errors }) => [
    line,
    errors.map(({ path, message }) => `${path}: ${message}`).join(),
  ]);

/** The text of an export of the orders of some ids. */
async function exported(ids: string[], fields: readonly string[], parameters: object = {}): Promise<string> {
  const filters = { source_id: { conditions: { $in: ids } } };
  const { id } = await createExport(imports.client, 'order', {
    layout: 'items',
    order: 'created_at',
    fields,
    filters,
    ...parameters,
  });
  return readText(await download(imports.client, id));
}

describe('a file of an export', () => {
  const fields = [
    ...orderColumns.filter((name) => name !== 'metadata'),
    ...['metadata.text', 'metadata.number', 'metadata.flag', 'metadata.list', 'metadata.deep.key'],
    ...itemColumns,
    ...['item.metadata.engraving'],
  ];
  const orders = () => [
    makeOrder({
      status: 'PAID',
      discount_amount: 140,
      created_at: '2021-05-06T07:08:09.123Z',
      customer: { source_id: uniqueId(), name: '=Ann, "the" first\r\nof hers', email: 'ann@example.com' },
      metadata: { text: '5', number: 5, flag: true, list: [1, 'a'], deep: { key: '-x' } },
    }),
    { source_id: uniqueId(), amount: 77 },
    {
      source_id: uniqueId(),
      items: [
        {
          product_id: 'prod_x',
          quantity: 3,
          amount: 50,
          discount_amount: 5,
          metadata: { engraving: 'Für Ü' },
        },
        { sku_id: 'sku_x', sku: { source_id: 'tea', sku: 'Tea' }, price: 9 },
        { source_id: 'bare' },
      ],
      amount: 1234,
    },
  ];

  it.each([
    {},
    { amounts: 'decimal', delimiter: ';', bom: true, timezone: 'Asia/Kolkata' },
    { delimiter: '\t' },
  ])('changes nothing where it is imported again, written as %j', async (format) => {
    const sent = orders();
    const ids = sent.map(({ source_id }) => String(source_id));
    for (const order of sent) await imports.client.post(order);
    const action = await importCsv(await exported(ids, fields, format));
    expect(action.result).toMatchObject({ unchanged_count: 3, updated_count: 0, failed_count: 0 });
  });

  it('makes the orders anew that are not there', async () => {
    const sent = orders();
    const text = await exported(
      await Promise.all(sent.map(async (order) => (await imports.client.post(order)).body.source_id ?? '')),
      fields,
    );
    const before = await Promise.all(
      sent.map(async ({ source_id }) => (await imports.client.get(String(source_id))).body),
    );
    // The same orders under other names: as into a database that has none of them.
    const renamed = text
      .replace(/ord_\w{26}/g, (id) => `${id.slice(0, -4)}zzzz`)
      .replace(/cust_\w{26}/g, (id) => `${id.slice(0, -4)}zzzz`)
      .replace(/"(order|src)-/g, '"new-$1-');
    const action = await importCsv(renamed);
    expect(action.result).toMatchObject({ created_count: 3, failed_count: 0 });
    for (const order of before) {
      const { body } = await imports.client.get(`new-${order.source_id}`);
      const rename = (id: string) => `${id.slice(0, -4)}zzzz`;
      expect(body).toEqual({
        ...order,
        id: rename(order.id),
        source_id: `new-${order.source_id}`,
        customer_id: order.customer_id && rename(order.customer_id),
        ...(order.customer && {
          customer: {
            ...order.customer,
            id: rename(order.customer.id),
            source_id: `new-${order.customer.source_id}`,
          },
        }),
      });
    }
  });
});

describe('a CSV file', () => {
  it('may have any of the columns, in any order, and gives what it has', async () => {
    const [a, b] = [uniqueId(), uniqueId()];
    const action = await importCsv(
      csv(
        'status,source_id,item_price,item_name',
        `PAID,${a},250,Mug`,
        `PAID,${a},100,"Tea, 100 g"`,
        `,${b},,`,
      ),
    );
    expect(action).toMatchObject({ request: { rows: 2 }, result: { created_count: 2 } });
    expect((await imports.client.get(a)).body).toMatchObject({
      status: 'PAID',
      amount: 350,
      items: [{ price: 250, product: { name: 'Mug' } }, { product: { name: 'Tea, 100 g' } }],
    });
    expect((await imports.client.get(b)).body).toMatchObject({ status: 'CREATED', items: [] });
    await importCsv(csv('source_id;status', `${a};FULFILLED`));
    expect((await imports.client.get(a)).body).toMatchObject({ status: 'FULFILLED', amount: 350 });
  });

  it('is reported row by row, as a spreadsheet counts them', async () => {
    const [a, b, c, d] = [uniqueId(), uniqueId(), uniqueId(), uniqueId()];
    expect(
      await errorsOf(
        csv(
          'source_id,status,item_price,created_at',
          `${a},PAID,5,`,
          `${b},NOPE,x,"20\r\n20"`,
          `${c},PAID,5`,
          `${d},PAID,5,`,
        ),
      ),
    ).toEqual([
      [
        3,
        expect.stringMatching(/^status: .*created_at: .*items\[0\]\.price: |^status: .*items\[0\]\.price: /),
      ],
      [4, ': has 3 cells where the header has 4'],
    ]);
    for (const id of [a, d]) await imports.client.get(id);
  });

  it('is not taken for orders that it tears apart', async () => {
    const [a, b] = [uniqueId(), uniqueId()];
    const told = await errorsOf(
      csv(
        'source_id,item_price',
        `${a},1`,
        `${b},2`,
        `${a},3`,
        `${b},4`,
        `${uniqueId()},1`,
        'x',
        `${uniqueId()},5`,
      ),
    );
    expect(told).toEqual([
      [4, ': the rows of an order must follow one another'],
      [5, ': the rows of an order must follow one another'],
      [7, expect.stringContaining('has 1 cells')],
    ]);
    const c = uniqueId();
    expect(await errorsOf(csv('source_id,item_price', `${c},1`, 'x', `${c},2`))).toEqual([
      [2, ': row 3, between its rows, cannot be read'],
      [3, expect.stringContaining('has 1 cells')],
    ]);
    await imports.client.refused(404, 'not_found', 'GET', `/v1/orders/${c}`);
  });

  it('is refused whole where it is no such file', async () => {
    expect((await refused(csv('source_id,colour,status,status', 'a,b,PAID,PAID'))).errors).toEqual([
      { path: 'colour', message: expect.stringContaining('no column') },
      { path: 'status', message: 'must be there once' },
    ]);
    expect((await refused(csv('source_id', '"a"b'))).details).toContain('The CSV cannot be read');
    expect((await refused(csv('source_id', '"a'))).details).toContain('The CSV cannot be read');
    await refused(csv('source_id'));
    const latin = new Uint8Array([...new TextEncoder().encode('source_id\r\nCaf'), 0xe9, 0x0d, 0x0a]);
    const reply = await new HeldQueue().call(imports.client, latin, { 'Content-Type': 'text/csv' });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ details: 'The CSV cannot be read: it is not valid UTF-8' });
  });

  it('has failures that can be corrected and sent as lines of JSON', async () => {
    const a = uniqueId();
    const action = await importCsv(csv('source_id,status,item_price', `${a},NOPE,5`, `${a},,6`));
    const [failure] = await imports.failures(action.id);
    expect(failure).toMatchObject({ source_id: a, status: 'NOPE', items: [{ price: 5 }, { price: 6 }] });
    await imports.importOrders([{ ...failure, status: 'PAID' }]);
    expect((await imports.client.get(a)).body).toMatchObject({ status: 'PAID', amount: 11 });
  });
});
