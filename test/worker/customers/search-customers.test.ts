import { beforeAll, describe, expect, it } from 'vitest';
import type { CustomerList } from '../../../shared/customers/customer-lists.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls } from './calls.ts';

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

const search = async (q: string, more = ''): Promise<CustomerList> =>
  (await customers.list(`q=${encodeURIComponent(q)}${more}`)).body;
const found = async (q: string): Promise<string[]> => (await search(q)).customers.map(({ id }) => id);
const add = async (fields: Record<string, unknown>): Promise<string> =>
  (await customers.post(fields)).body.id;

describe('q of GET /v1/customers', () => {
  it('finds words by any three characters of name, email, phone and source_id, and an id', async () => {
    const fields = {
      name: 'Wolfgang Amadeus Huber',
      email: 'w.huber+tea@beispiel.example',
      phone: '+43 (316) 872-0815',
      source_id: 'crm/ÖST:77',
    };
    const id = await add({ ...fields, description: 'Undiscoverable', address: { city: 'Undiscoverable' } });
    for (const [q, whole] of [
      ['gan', 'name'],
      ['mad', 'name'],
      ['w a', 'name'],
      ['huber gan', 'name'],
      ['amadeus 0815', 'name'],
      ['Huber', 'name'],
      ['hube', 'email'],
      ['tea@', 'email'],
      ['872-', 'phone'],
      ['16) 872', 'phone'],
      ['/öST', 'source_id'],
      [':77', 'source_id'],
    ] as const) {
      expect({ q, whole, ids: await found(q) }).toEqual({ q, whole, ids: [id] });
    }
    for (const text of Object.values(fields)) expect(await found(text)).toEqual([id]);
    expect(await found(id)).toEqual([id]);
    expect((await search('gan')).customers[0]).toEqual(await customers.get(id));
    for (const q of ['Undiscoverable', 'Hubertus', 'Wolfgang Mozart', 'gan@', 'ga'])
      expect(await found(q)).toEqual([]);
  });

  it('takes no account of case and accents, composed or not', async () => {
    const id = await add({ name: 'Zoë Łukasz CRÈME Nguyễn' });
    const decomposed = await add({ name: 'Ange\u0301lique' });
    for (const q of ['zoe', 'ZOË', 'Zoe\u0308', 'creme', 'crème', 'nguyen', 'NGUYỄN', 'Łuk Zo'])
      expect({ q, ids: await found(q) }).toEqual({ q, ids: [id] });
    for (const q of ['angelique', 'ANGÉLIQUE', 'Ange\u0301l', 'gélique'])
      expect({ q, ids: await found(q) }).toEqual({ q, ids: [decomposed] });
  });

  it('takes quotes, operators and whatever else as text', async () => {
    const name = `O"Neil's * AND (x OR y) NOT z^2: {a} -b NEAR`;
    const id = await add({ name });
    for (const q of ['O"N', `l's`, ' * A', '(x OR y)', 'NOT z^', '{a} -b', name]) {
      expect({ q, ids: await found(q) }).toEqual({ q, ids: [id] });
    }
    for (const q of [
      '"""',
      '***',
      'name:Neil',
      'x AND y',
      'Neil*',
      '{name} : x',
      '%%%',
      '___',
      "';--",
      '\u0000\u0000\u0000',
      "Neil\u0000's",
      'x\u0000OR',
      'e\u0301\u0301',
      'x'.repeat(255),
    ])
      expect({ q, ids: await found(q) }).toEqual({ q, ids: [] });
    for (const q of ['  ', '', '\u0301\u0301\u0301', '\u200b', 'x'.repeat(256)]) {
      const url = `/v1/customers?q=${encodeURIComponent(q)}`;
      const error = await customers.client.refused(400, 'invalid_query_params', 'GET', url);
      expect(error.errors?.[0]?.path).toBe('q');
    }
  });

  it('finds words by their first one or two characters, emoji among them', async () => {
    const id = await add({ name: 'Tea 🍵🫖😀 Lover' });
    for (const q of ['🍵🫖😀', '🍵', '🍵🫖 lo', 'L te 🍵']) expect(await found(q)).toEqual([id]);
    expect(await found('🫖')).toEqual([]);
  });

  it('answers exact ones first, then what begins with it, then the rest, the newest first among equals', async () => {
    const inside = await add({ name: 'The Quuxley' });
    const [begins, beginsToo] = [await add({ email: 'QUUX@example.com' }), await add({ phone: 'quux-1' })];
    const exact = await add({ name: 'Quüx' });
    const insideToo = await add({ source_id: 'the-quux' });
    const exactToo = await add({ name: 'Not it', source_id: 'quux' });
    const expected = [exactToo, exact, beginsToo, begins, insideToo, inside];
    expect(await found('quux')).toEqual(expected);
    expect(await found('QuuX')).toEqual(expected);
  });

  it('pages inside what it found, by number and by cursor', async () => {
    for (let index = 0; index < 7; index += 1)
      await add({ name: `${index % 2 ? '' : 'A '}Pageable ${index}` });
    const expected = await found('pageable');
    expect(expected).toHaveLength(7);
    for (const limit of [1, 2, 3, 7, 8]) {
      const byNumber: string[] = [];
      for (let page = 1; page <= Math.ceil(7 / limit); page += 1) {
        const body = await search('pageable', `&limit=${limit}&page=${page}`);
        expect(body).toMatchObject({ total: 7, has_more: page * limit < 7 });
        expect(body).not.toHaveProperty('total_capped');
        byNumber.push(...body.customers.map(({ id }) => id));
      }
      expect(byNumber).toEqual(expected);
      expect((await customers.walk(`q=pageable&limit=${limit}`)).map(({ id }) => id)).toEqual(expected);
    }
    expect(await search('pageable', '&page=9')).toMatchObject({ customers: [], total: 7, has_more: false });
    const foreign = `/v1/customers?q=pageable&starting_after_id=${await add({ name: 'Another' })}`;
    await customers.client.refused(400, 'invalid_query_params', 'GET', foreign);
  });

  it('finds a changed customer by its new text, and no longer by the old one', async () => {
    const fields = {
      name: 'Oldname',
      email: 'oldmail@x.example',
      phone: '000111',
      source_id: uniqueId('oldsrc'),
    };
    const id = await add(fields);
    await customers.put(id, { name: 'Newname', email: null, phone: '', source_id: uniqueId('newsrc') });
    for (const q of Object.values(fields)) expect({ q, ids: await found(q) }).toEqual({ q, ids: [] });
    for (const q of ['newname', 'newsrc']) expect(await found(q)).toEqual([id]);
    await customers.client.post({ customer: { id, email: 'latest@x.example' } });
    expect(await found('latest@')).toEqual([id]);
    await customers.put(id, { metadata: { a: 1 } });
    expect(await found('newname')).toEqual([id]);
  });

  it('does not find a removed customer', async () => {
    const removals = [(id: string) => customers.delete(id), (id: string) => customers.forget(id)];
    for (const [index, remove] of removals.entries()) {
      const fields = {
        name: `Vanishing ${index}`,
        email: `vanish${index}@x.example`,
        source_id: uniqueId('vanish'),
      };
      const id = await add(fields);
      const stays = await add({ name: `Vanishing ${index} stays` });
      await remove(id);
      expect(await found(`Vanishing ${index}`)).toEqual([stays]);
      for (const q of [id, fields.email, fields.source_id]) expect(await found(q)).toEqual([]);
    }
  });

  it('finds a customer that only an order made', async () => {
    const name = 'Ordermade Person';
    const { body } = await customers.client.post({ customer: { name } });
    expect(await found('rmade P')).toEqual([body.customer_id]);
  });
});
