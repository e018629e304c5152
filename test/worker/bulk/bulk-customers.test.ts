import { beforeAll, describe, expect, it } from 'vitest';
import { customerColumns } from '../../../shared/exports/export-columns.ts';
import { customerId, makeCustomer } from '../customers/calls.ts';
import { createExport, download, readText } from '../exports/export-client.ts';
import { uniqueId } from '../factories.ts';
import { BulkCalls, form } from './calls.ts';

let files: BulkCalls;
let bulk: BulkCalls;
let metadata: BulkCalls;
beforeAll(async () => {
  files = await BulkCalls.at('/v1/customers/importCSV', 202);
  bulk = new BulkCalls(files.client, '/v1/customers/bulk/async', 202);
  metadata = new BulkCalls(files.client, '/v1/customers/metadata/async', 202);
});
const keys = (prefix: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, index]));

describe('a file of customers', () => {
  it('has columns named in any case, and all others are metadata', async () => {
    const source_id = uniqueId('file');
    const action = await files.importFile(
      [
        'Name;Email;Phone;Birthdate;Source_id;Address Line 1;Address_City;Description;tier;metadata.points;created_at',
        `"Ann; ""A""";ann@example.com;'+43;1990-02-28;${source_id};Hauptplatz 1;Graz;;gold;5;2001-01-01`,
        '',
      ].join('\r\n'),
    );
    expect(action).toMatchObject({
      status: 'DONE',
      request: { content_type: 'multipart/form-data', rows: 1 },
      result: { created_count: 1, failed: [] },
    });
    expect(await files.client.customer(source_id)).toMatchObject({
      name: 'Ann; "A"',
      email: 'ann@example.com',
      phone: '+43',
      birthdate: '1990-02-28',
      address: { line_1: 'Hauptplatz 1', city: 'Graz' },
      metadata: { tier: 'gold', points: 5 },
    });
  });

  it('leaves what an empty cell stands for', async () => {
    const source_id = uniqueId('file');
    await bulk.importJson([{ source_id, name: 'Ann', email: 'ann@example.com' }]);
    const action = await files.importFile(`source_id,name,email\n${source_id},,new@example.com\n`);
    expect(action.result).toMatchObject({ updated_count: 1, created_count: 0 });
    expect(await files.client.customer(source_id)).toMatchObject({ name: 'Ann', email: 'new@example.com' });
  });

  it('may be that of an export, which changes nothing', async () => {
    const customers = [
      makeCustomer(),
      { source_id: uniqueId('customer'), name: '=1+1', metadata: { n: '5' } },
    ];
    await bulk.importJson(customers);
    const fields = [...customerColumns];
    const { id } = await createExport(bulk.client, 'customer', { fields });
    const action = await files.importFile(await readText(await download(bulk.client, id)));
    expect(action.result).toMatchObject({ created_count: 0, updated_count: 0, failed_count: 0 });
    expect(action.result.unchanged_count).toBeGreaterThanOrEqual(2);
  });

  it('tells what is wrong with each row, by its line in a spreadsheet', async () => {
    const [known, taken] = [uniqueId('known'), uniqueId('taken')];
    const id = customerId();
    await bulk.importJson([{ source_id: known, metadata: keys('a', 300) }, { source_id: taken }]);
    await bulk.client.call('POST', '/v1/customers', { body: { id, source_id: uniqueId() } });
    const action = await files.importFile(
      [
        'source_id,id,birthdate,name,metadata',
        `${uniqueId()},,1990-02-28,Ann,`,
        `bad-date,,28.02.1990,,`,
        `bad-id,cust_1,,,`,
        `${taken},${id},,,`,
        `long-name,,,${'x'.repeat(1025)},`,
        'few,cells',
        `${known},,,,"${JSON.stringify(keys('b', 300)).replaceAll('"', '""')}"`,
        `no-json,,,,{`,
        `both,nothing,1990-13-01,,`,
        `${uniqueId()},,,Bob,`,
      ].join('\n'),
    );
    expect(action.result).toMatchObject({ created_count: 2, failed_count: 8 });
    expect(await files.told(action.id)).toEqual([
      [3, 'bad-date', expect.stringContaining('birthdate: ')],
      [4, 'bad-id', expect.stringContaining('id: must be "cust_"')],
      [5, taken, expect.stringContaining('source_id belongs to another customer')],
      [6, 'long-name', expect.stringContaining('name: ')],
      [7, undefined, 'has 2 cells where the header has 5'],
      [8, known, expect.stringContaining('metadata')],
      [9, 'no-json', expect.stringContaining('metadata: expected an object')],
      [10, 'both', expect.stringMatching(/id: .*birthdate: /)],
    ]);
  });

  it('is refused whole where its header or its form is wrong', async () => {
    for (const header of ['name,Name', 'a,,b', 'metadata.a,a', 'metadata.']) {
      const { type, body } = form(`${header}\n1,2,3\n`);
      await files.refusedBody(400, 'invalid_payload', type, body);
    }
    const { type, body } = form('name\nAnn\n');
    for (const [sentType, sent] of [
      ['multipart/form-data', body],
      [type, 'name\nAnn\n'],
      [type, body.slice(0, 100)],
      [type, form('name\nAnn\n', 'csv').body],
      [type, form('name\nAnn\n').body.replace(/\r\n--[^\r]+--\r\n$/, '\r\n') + body],
      [type, form('').body],
      [type, form('name\n').body],
    ] as const) {
      await files.refusedBody(400, 'invalid_payload', sentType, sent);
    }
  });

  it('is the same file in another form', async () => {
    const headers = { 'Idempotency-Key': uniqueId('once') };
    const text = `source_id\n${uniqueId()}\n`;
    const [one, two] = [form(text), form(text, 'file', 'another')];
    const id = await files.send(one.body, one.type, headers);
    expect(await files.send(two.body, two.type, headers)).toBe(id);
    const other = form(`${text}x\n`);
    await files.client.refused(422, 'idempotency_key_reused', 'POST', files.path, {
      body: other.body,
      headers: { ...headers, 'Content-Type': other.type },
    });
  });

  it('may be sent by itself', async () => {
    const action = await files.import(`source_id\n${uniqueId()}\n`, 'text/csv');
    expect(action.result).toMatchObject({ created_count: 1 });
  });
});

describe('customers in bulk', () => {
  it('are written in turn, whichever fields each gives', async () => {
    const source_id = uniqueId('turn');
    const rows = [
      { name: 'A' },
      { email: 'a@example.com' },
      { name: null, metadata: { a: 1 } },
      { metadata: { b: 2 } },
    ];
    const action = await bulk.importJson(rows.map((row) => ({ source_id, ...row })));
    expect(action.result).toMatchObject({ created_count: 1, updated_count: 3 });
    const customer = await bulk.client.customer(source_id);
    expect(customer).toMatchObject({ email: 'a@example.com', metadata: { a: 1, b: 2 } });
    expect(customer).not.toHaveProperty('name');
  });

  it('each need a source_id, and are refused row by row', async () => {
    const long = 'x'.repeat(256);
    const action = await bulk.importJson([
      { name: 'Ann' },
      { source_id: '' },
      { source_id: long },
      5,
      { source_id: uniqueId() },
    ]);
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 4 });
    expect(await bulk.told(action.id)).toEqual([
      [1, undefined, expect.stringContaining('source_id: ')],
      [2, '', expect.stringContaining('source_id: ')],
      [3, long.slice(0, 255), expect.stringContaining('source_id: ')],
      [4, undefined, 'expected a JSON object'],
    ]);
  });

  it('must be an array of at most 10,000', async () => {
    for (const body of ['{}', '[]', '[', 'null'])
      await bulk.refusedBody(400, 'invalid_payload', 'application/json', body);
    await bulk.refusedBody(
      400,
      'invalid_payload',
      'application/json',
      JSON.stringify(Array(10_001).fill({})),
    );
  });
});

describe('metadata of customers', () => {
  it('is merged into that of each, and a customer that is not there is made', async () => {
    const [known, unknown] = [uniqueId('known'), uniqueId('unknown')];
    await bulk.importJson([{ source_id: known, name: 'Ann', metadata: { a: 1, b: 1 } }]);
    const action = await metadata.importJson({ source_ids: [known, unknown], metadata: { b: 2, c: null } });
    expect(action.result).toMatchObject({ created_count: 1, updated_count: 1, failed_count: 0 });
    expect(await bulk.client.customer(known)).toMatchObject({
      name: 'Ann',
      metadata: { a: 1, b: 2, c: null },
    });
    expect(await bulk.client.customer(unknown)).toMatchObject({ metadata: { b: 2, c: null } });
  });

  it('reports each source_id that is none', async () => {
    const action = await metadata.importJson({ source_ids: [uniqueId(), 5, '', null], metadata: {} });
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 3 });
    expect((await metadata.told(action.id)).map(([line]) => line)).toEqual([2, 3, 4]);
  });

  it('is refused whole where it is not one object for at least one', async () => {
    const source_ids = [uniqueId()];
    for (const body of [
      [],
      {},
      { source_ids },
      { metadata: {} },
      { source_ids: [], metadata: {} },
      { source_ids, metadata: [] },
      { source_ids: 'a', metadata: {} },
    ]) {
      await metadata.refusedBody(400, 'invalid_payload', 'application/json', JSON.stringify(body));
    }
  });

  it('is not copied beyond 100 MiB', async () => {
    const body = {
      source_ids: Array.from({ length: 1000 }, (_, index) => `copy-${index}`),
      metadata: { a: 'x'.repeat(110_000) },
    };
    await metadata.refusedBody(413, 'payload_too_large', 'application/json', JSON.stringify(body));
  });
});
