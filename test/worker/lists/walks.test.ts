import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';

/** A list, and how a row of it is made, past the API: everything may happen to every row, as by a client to come. */
interface Walked {
  table: string;
  path: string;
  /** Where the reply has its rows. */
  rows: string;
  sorts: readonly string[];
  /** The columns of row `n` beside its id and creation. */
  columns: (n: number) => Record<string, unknown>;
  /** The column that a sort goes by, and which rows may get another value of. */
  name?: string;
  /** What the list needs to be there. */
  needs?: string;
}

const bothWays = (...names: string[]): string[] => names.flatMap((name) => [name, `-${name}`]);
const timed = bothWays('created_at', 'updated_at');
const money = { initial_amount: 0, discount_amount: 0, items_discount_amount: 0 };

const lists: Walked[] = [
  {
    table: 'orders',
    path: '/v1/orders?',
    rows: 'orders',
    sorts: timed,
    columns: () => ({ status: 'PAID', items_count: 0, metadata: '{}', items: '[]', ...money }),
  },
  {
    table: 'customers',
    path: '/v1/customers?',
    rows: 'customers',
    sorts: [...timed, ...bothWays('source_id')],
    columns: (n) => ({ source_id: n % 3 ? `ü-${n}` : null }),
    name: 'source_id',
  },
  { table: 'products', path: '/v1/products?', rows: 'products', sorts: timed, columns: () => ({}) },
  {
    table: 'skus',
    path: '/v1/products/prod_0/skus?',
    rows: 'skus',
    sorts: timed,
    columns: () => ({ product_id: 'prod_0' }),
    needs: "INSERT OR IGNORE INTO products (id, created_at) VALUES ('prod_0', 0)",
  },
  {
    table: 'vouchers',
    path: '/v1/vouchers?',
    rows: 'vouchers',
    sorts: [...timed, ...bothWays('code')],
    columns: (n) => ({ code: `code ${n}`, active: 1, discount: '{"type":"AMOUNT","amount_off":5}' }),
    name: 'code',
  },
  {
    table: 'validation_rules',
    path: '/v1/validation-rules?',
    rows: 'data',
    sorts: [...timed, ...bothWays('name')],
    columns: (n) => ({
      name: `Rule ${n % 4}`,
      rules: '{}',
      applicable_to: '{"excluded":[],"included":[],"included_all":true}',
      type: 'expression',
      context_type: 'global',
    }),
    name: 'name',
  },
  {
    table: 'validation_rules_assignments',
    path: '/v1/validation-rules-assignments?',
    rows: 'data',
    sorts: bothWays('created_at'),
    columns: (n) => ({ rule_id: `val_${n}`, voucher_id: `v_${n}` }),
  },
  {
    table: 'redemptions',
    path: '/v1/redemptions?',
    rows: 'redemptions',
    sorts: bothWays('created_at', 'id'),
    columns: () => ({ result: 'FAILURE', created_by: '', discount_amount: 0, items_discount_amount: 0 }),
  },
  {
    table: 'segments',
    path: '/v1/segments?',
    rows: 'data',
    sorts: bothWays('created_at'),
    columns: () => ({ name: 'Some', type: 'static' }),
  },
  {
    table: 'exports',
    path: '/v1/exports?',
    rows: 'exports',
    sorts: bothWays('created_at', 'status'),
    columns: () => ({ exported_object: 'order', parameters: '{}', mark: 0, created_by: '' }),
  },
  {
    table: 'async_actions',
    path: '/v1/async-actions?',
    rows: 'async_actions',
    sorts: ['-created_at'],
    columns: () => ({
      type: 'ORDERS.IMPORT',
      request_id: '',
      format: 'csv',
      created_by: '',
      accepted_at: 1,
    }),
  },
];

/** What happens between two pages, to the row at a place among those that are there: at 0, to that of the cursor. */
const event = fc.record({
  kind: fc.constantFrom('insert' as const, 'change' as const, 'rename' as const, 'remove' as const),
  place: fc.nat(9),
});
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

const walk = fc.record({
  limit: fc.integer({ min: 1, max: 3 }),
  pages: fc.array(fc.array(event, { maxLength: 2 }), { minLength: 2, maxLength: 5 }),
});

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

/** The rows of a table, of which some are known not to have moved since the walk began. */
class Rows {
  readonly ids: string[] = [];
  /** Those that must be seen exactly once. */
  readonly still = new Set<string>();
  events = 0;
  readonly #list: Walked;
  readonly #sort: string;
  #made = 0;
  constructor(list: Walked, order: string) {
    this.#list = list;
    this.#sort = order.replace('-', '');
  }

  #sql = (text: string, ...values: unknown[]) => env.DB.prepare(text).bind(...values);

  async begin(count: number): Promise<void> {
    const { table, needs = 'SELECT 1' } = this.#list;
    const made = Array.from({ length: count }, () => this.#insert());
    for (const id of this.ids) this.still.add(id);
    await env.DB.batch([this.#sql(needs), this.#sql(`DELETE FROM ${table}`), ...made]);
  }

  #insert(): D1PreparedStatement {
    this.#made += 1;
    const n = this.#made;
    // Ids that are not in the order of insertion, and times of which some are equal.
    const id = `x_${(n * 7) % 10}_${n}`;
    const columns = { id, created_at: 1e12 + ((n * 5) % 4) * 1000, ...this.#list.columns(n) };
    const names = Object.keys(columns);
    this.ids.push(id);
    const places = names.map(() => '?');
    return this.#sql(
      `INSERT INTO ${this.#list.table} (${names}) VALUES (${places})`,
      ...Object.values(columns),
    );
  }

  /** Moves the row of the cursor to the front, so that events meet it more often than others. */
  reached(id: string): void {
    if (this.ids.includes(id))
      this.ids.splice(0, this.ids.length, id, ...this.ids.filter((one) => one !== id));
  }

  async apply(events: readonly Event[]): Promise<void> {
    const statements = events.flatMap((one) => this.#happen(one));
    if (statements.length > 0) await env.DB.batch(statements);
  }

  #happen({ kind, place }: Event): D1PreparedStatement | [] {
    const { table, name, sorts } = this.#list;
    this.events += 1;
    if (kind === 'insert') return this.#insert();
    const id = this.ids[place];
    if (id === undefined) return [];
    if (kind === 'remove') {
      this.ids.splice(place, 1);
      this.still.delete(id);
      return this.#sql(`DELETE FROM ${table} WHERE id = ?`, id);
    }
    const column = kind === 'rename' ? name : sorts.includes('updated_at') ? 'updated_at' : undefined;
    if (column === undefined) return [];
    if (this.#sort === column) this.still.delete(id);
    const value = kind === 'rename' ? `${this.events % 2 ? 'A' : 'Z'} ${id}` : 2e12 + this.events;
    return this.#sql(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, value, id);
  }
}

type Page = { has_more: boolean; more_starting_after?: string } & Record<string, { id: string }[]>;

async function pageOf({ path, sorts }: Walked, order: string, limit: number, after: string | undefined) {
  const sorted = sorts.length > 1 ? `&order=${order}` : '';
  const cursor = after === undefined ? '' : `&starting_after_id=${after}`;
  return await client.call<Page>('GET', `${path}limit=${limit}${sorted}${cursor}`);
}

const INITIAL = 7;

describe.each(lists)('a list of $table', (list) => {
  it.each(list.sorts)('by %s answers every row that stays exactly once, and ends', async (order) => {
    const property = fc.asyncProperty(walk, async ({ limit, pages }) => {
      const rows = new Rows(list, order);
      await rows.begin(INITIAL);
      const seen: string[] = [];
      for (let after: string | undefined, number = 0; ; number += 1) {
        const { status, body } = await pageOf(list, order, limit, after);
        expect(status).toBe(200);
        const ids = (body[list.rows] ?? []).map(({ id }) => id);
        seen.push(...ids);
        after = body.more_starting_after;
        if (after === undefined) break;
        // What is seen again has moved: no walk can be longer.
        expect(seen.length).toBeLessThanOrEqual(INITIAL + rows.events);
        rows.reached(ids.at(-1) ?? '');
        await rows.apply(pages[number] ?? []);
      }
      for (const id of rows.still)
        expect({ id, times: seen.filter((one) => one === id).length }).toEqual({ id, times: 1 });
    });
    await fc.assert(property, { numRuns: 2 });
  });

  it('goes on from the id of a row, wherever that is now, and ends', async () => {
    const property = fc.asyncProperty(
      walk,
      fc.constantFrom(...list.sorts),
      async ({ limit, pages }, order) => {
        const rows = new Rows(list, order);
        await rows.begin(INITIAL);
        let count = 0;
        for (let after: string | undefined, number = 0; ; number += 1) {
          const { status, body } = await pageOf(list, order, limit, after);
          if (status !== 200) {
            expect(rows.ids).not.toContain(after);
            break;
          }
          const ids = (body[list.rows] ?? []).map(({ id }) => id);
          count += ids.length;
          after = ids.at(-1);
          if (!body.has_more || after === undefined) break;
          expect(count).toBeLessThanOrEqual((INITIAL + rows.events) * (rows.events + 1));
          rows.reached(after);
          await rows.apply(pages[number] ?? []);
        }
      },
    );
    await fc.assert(property, { numRuns: 2 });
  });
});
