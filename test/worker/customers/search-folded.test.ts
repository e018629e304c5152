import { beforeAll, describe, expect, it } from 'vitest';
import type { CustomerList } from '../../../shared/customers/customer-lists.ts';
import { stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls } from './calls.ts';

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

const search = async (q: string, more = ''): Promise<CustomerList> =>
  (await customers.list(`q=${encodeURIComponent(q)}${more}`)).body;
const found = async (q: string) => (await search(q)).customers.map(({ id }) => id);
const add = async (fields: Record<string, unknown>) => (await customers.post(fields)).body.id;

describe('a customer is found', () => {
  it.each([
    ['Łukasz Wójcik', ['lukasz', 'ŁUKASZ', 'wojcik', 'ukasz', 'wójcik łukasz']],
    ['Øystein Bjørn', ['oystein', 'øystein', 'bjorn']],
    ['Đặng Thị Ngọc', ['dang', 'ngọc', 'Dang Thi Ngoc', 'ngoc dang']],
    ['Пётр Ильич', ['петр', 'ПЁТР', 'пётр ильич']],
    ['Κωνσταντίνος Παππάς', ['κωνσταντινος', 'ΚΩΝΣΤΑΝΤΙΝΟΣ', 'παππας κων']],
    ['Straßer Hauptstraße', ['STRASSER', 'hauptstrasse', 'straße']],
    ['Seán O’Malley–Smythe', ["o'malley", 'O‘MALLEY', 'malley-smythe', 'sean']],
    ['王伟', ['王伟', '王', '伟', '王 伟']],
    ['山田 太郎', ['山田太郎', '山田', '太郎 山田', '太郎']],
    ['李小龙', ['李小龙', '小龙', '龙']],
    ['김민수', ['김민수', '민수', '김']],
    ['Ｔａｎａｋａ　Ａｉ', ['tanaka', 'ai tanaka']],
    ['  Double   Spaced ', ['double spaced', 'spaced  double']],
    ['Wu Li', ['wu li', 'li wu', 'LI']],
  ])('as %s, however it is typed', async (name, queries) => {
    const id = await add({ name });
    for (const q of queries) expect({ q, ids: await found(q) }).toEqual({ q, ids: [id] });
  });

  it('by email, phone and source_id as well, whichever of them a request has given or changed', async () => {
    const source = uniqueId('zażółć');
    const id = await add({
      name: 'Gęś',
      email: 'gęś@łódź.example',
      phone: '０７００–123',
      source_id: source,
    });
    for (const q of ['ges@lodz', '0700-123', 'zazolc', 'ges lodz 0700'])
      expect({ q, ids: await found(q) }).toEqual({ q, ids: [id] });
    await customers.put(id, { name: 'Plain' });
    for (const q of ['plain ges@', 'plain 0700-1']) expect(await found(q)).toEqual([id]);
    await customers.put(id, { email: null, phone: '０７００–456' });
    for (const q of ['ges@', '0700-123']) expect(await found(q)).toEqual([]);
    expect(await found('plain 0700-456')).toEqual([id]);
  });

  it('where only an order named or renamed them', async () => {
    const source_id = uniqueId('of-order');
    const { body } = await customers.client.post({ customer: { source_id, name: 'Żaneta Źródło' } });
    expect(await found('zaneta')).toEqual([body.customer_id]);
    await customers.client.post({ customer: { source_id, name: 'Ævar' } });
    expect(await found('zaneta')).toEqual([]);
    expect(await found('aevar')).toEqual([body.customer_id]);
  });

  it('by the name that they keep, where an order only fills in what they lack', async () => {
    const id = await add({ source_id: uniqueId('filled'), name: 'Plainname' });
    const { body } = await customers.client.post({ customer: { id } });
    await customers.client.put(body.id, { customer: { name: 'Żółwik', email: 'żółw@bajka.example' } });
    expect((await customers.get(id)).name).toBe('Plainname');
    expect(await found('zolwik')).toEqual([]);
    expect(await found('plainname zolw@')).toEqual([id]);
  });

  it('at no cost where there is nothing to fold', async () => {
    const folded =
      'SELECT count(folded_name) + count(folded_email) + count(folded_phone) + count(folded_source_id)';
    const id = await add({
      name: 'Ann Example',
      email: 'Ann@Example.com',
      phone: '+43 (1) 5',
      source_id: 'Plain-1',
    });
    expect(await stored(`${folded} FROM customers WHERE id = ?`, id)).toBe(0);
    const plain = await customers.post({ name: 'Cost One', email: 'cost1@example.com' });
    const accents = await customers.post({ name: 'Cöst Twø', email: 'cöst2@example.com' });
    expect(accents.cost).toEqual(plain.cost);
    const again = await customers.post({ id: accents.body.id, name: 'Cöst Twø' });
    expect(again.cost.rowsWritten).toBe(0);
  });
});

describe('one slip of the finger', () => {
  it.each([
    ['missing', 'Szczepański', 'szczepaski'],
    ['doubled', 'Featherstonehaugh', 'featherrstonehaugh'],
    ['swapped', 'Bartholomew', 'bartohlomew'],
    ['wrong', 'Montgomery', 'montgonery'],
  ])('is forgiven where a letter is %s, and said', async (_, name, q) => {
    const id = await add({ name: `Quentin ${name}` });
    expect(await search(q)).toMatchObject({ did_you_mean: name, total: 1, customers: [{ id }] });
    expect(await search(`quentin ${q}`)).toMatchObject({ did_you_mean: `quentin ${name}`, total: 1 });
  });

  it('is not looked for where something is found, nor in numbers and short words', async () => {
    const id = await add({ name: 'Ottoline Vox', phone: '5550101' });
    const other = await add({ name: 'Ottolina' });
    const reply = await search('ottoline');
    expect(reply.customers.map((customer) => customer.id)).toEqual([id]);
    expect(reply).not.toHaveProperty('did_you_mean');
    expect((await search('ottolime')).customers.map((customer) => customer.id)).toEqual([id]);
    for (const q of ['5550102', 'vix', 'otolinee', 'ottoline vax']) {
      const none = await search(q);
      expect({ q, ...none }).toMatchObject({ q, total: 0, customers: [] });
      expect(none).not.toHaveProperty('did_you_mean');
    }
    await customers.delete(other);
  });

  it('leads to what most are called, page by page', async () => {
    for (let index = 0; index < 5; index += 1) await add({ name: `Persimmon ${index}` });
    await add({ name: 'Persimmen' });
    const all = await found('persimmon');
    expect(all).toHaveLength(5);
    expect(await search('persimmin', '&limit=2')).toMatchObject({
      did_you_mean: 'Persimmon',
      total: 5,
      has_more: true,
    });
    expect((await customers.walk('q=persimmin&limit=2')).map(({ id }) => id)).toEqual(all);
  });
});
