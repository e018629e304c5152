import type { CustomerObject, CustomersScrollParams } from '@voucherify/sdk';
import { describe, expect, test } from 'vitest';
import { official } from './official.ts';

/** Makes customers one after another, so that their order is known. */
async function createNamed(name: string, count: number): Promise<CustomerObject[]> {
  const made: CustomerObject[] = [];
  for (let index = 0; index < count; index += 1) {
    const customer = { source_id: `${name}-${index}`, name };
    made.push((await official.client.customers.create(customer)) as CustomerObject);
  }
  return made;
}

/** The client's type says that its generator must be sent customers, which for-await does not. */
const scroll = (params: CustomersScrollParams): AsyncIterable<CustomerObject> =>
  official.client.customers.scroll(params) as AsyncIterable<unknown> as AsyncIterable<CustomerObject>;

describe('customers.list', () => {
  test('answers a page, newest first, with the number of all', async () => {
    const before = await official.client.customers.list({});
    const made = await createNamed('list', 3);
    expect(await official.client.customers.list({ limit: 2 })).toMatchObject({
      object: 'list',
      data_ref: 'customers',
      total: before.total + 3,
      customers: [made[2], made[1]],
      has_more: true,
    });
    expect((await official.client.customers.list({ limit: 2, page: 2 })).customers[0]).toEqual(made[0]);
  });

  test('narrows by email, city and name, and sorts', async () => {
    const profile = { name: 'Nobody Else', email: 'narrow@example.com' };
    const made = await official.client.customers.create({ ...profile, address: { city: 'Nowhere' } });
    for (const query of [{ email: profile.email }, { city: 'Nowhere' }, { name: profile.name }]) {
      const { customers, total } = await official.client.customers.list(query);
      expect({ customers, total }).toEqual({ customers: [made], total: 1 });
    }
    const oldest = await official.client.customers.list({ order: 'created_at', limit: 100 });
    expect(oldest.customers.at(-1)).toEqual(made);
  });

  test('refuses an unknown parameter as a VoucherifyError that names it', async () => {
    const query: object = { nothing: 1 };
    await expect(official.client.customers.list(query)).rejects.toMatchObject({
      code: 400,
      key: 'invalid_query_params',
      details: expect.stringContaining('nothing'),
    });
  });
});

describe('customers.scroll', () => {
  test.each(['created_at', '-created_at', undefined] as const)(
    'sorted by %s yields every customer once, page after page',
    async (order) => {
      const name = `scroll ${order}`;
      const made = await createNamed(name, 7);
      const seen: CustomerObject[] = [];
      for await (const customer of scroll({ name, limit: 2, ...(order && { order }) })) {
        seen.push(customer);
      }
      expect(seen).toEqual(order === 'created_at' ? made : made.toReversed());
    },
  );

  test('loses and repeats none that were made at one moment', async () => {
    const name = 'scroll at once';
    const sources = Array.from({ length: 24 }, (_, index) => `${name}-${index}`);
    await Promise.all(sources.map((source_id) => official.client.customers.create({ source_id, name })));
    const seen: (string | undefined)[] = [];
    for await (const { source_id } of scroll({ name, limit: 5 })) seen.push(source_id);
    expect(seen.sort()).toEqual(sources.sort());
  });

  test('starts after a moment that is given, as a text or a Date', async () => {
    const name = 'scroll after';
    const [first, ...rest] = await createNamed(name, 3);
    const moment = first?.created_at ?? '';
    const later = rest.filter(({ created_at }) => created_at > moment);
    for (const starting_after of [moment, new Date(moment)]) {
      const { customers } = await official.client.customers.list({
        name,
        order: 'created_at',
        starting_after,
      });
      expect(customers).toEqual(later);
    }
  });
});
