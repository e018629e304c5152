import { env } from 'cloudflare:workers';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import { parseTriggers, schemaObjects } from '../../scripts/migrations/schema-objects.ts';
import { OrderStatus } from '../../shared/orders/orders.ts';
import { RedemptionResult } from '../../shared/redemptions/redemptions.ts';

const triggerFiles = import.meta.glob<string>('../../worker/triggers/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const tableFiles = import.meta.glob<Record<string, unknown>>('../../worker/tables/*.ts', { eager: true });

/** Columns of a customer whose change is no event: what identifies it, what an event says anyway, summaries and searches. */
const COLUMNS_WITHOUT_EVENTS = `seq id position version created_at updated_at changed_by orders_count
  orders_total_amount all_orders_count referred_orders_count last_order_seq last_order_at last_order_amount
  redemptions_succeeded redemptions_failed redemptions_rolled_back folded_name folded_email folded_phone
  folded_source_id search_text`.split(/\s+/);

const tables = Object.values(tableFiles)
  .flatMap((file) => Object.values(file))
  .filter((value) => is(value, SQLiteTable))
  .map((table) => getTableConfig(table));

async function select<Row>(query: string): Promise<Row[]> {
  return (await env.DB.prepare(query).all<Row>()).results;
}

/** The `sql` of `sqlite_schema` by name, but for what SQLite, D1 and its migrations made for themselves. */
async function readSchema(type: 'table' | 'index' | 'trigger' | 'view'): Promise<Map<string, string>> {
  const rows = await select<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_schema WHERE type = '${type}' AND sql IS NOT NULL
      AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND name <> 'd1_migrations'
      AND name NOT GLOB '*_search_*'`,
  );
  return new Map(rows.map(({ name, sql }) => [name, sql]));
}

const byName = (objects: { name: string; sql: string }[]) =>
  Object.fromEntries(objects.map(({ name, sql }) => [name, sql]));

describe('the migrated database', () => {
  it('has the triggers, views and search indexes of worker/triggers, text for text, and no others', async () => {
    const rows = await select<{ sql: string }>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL');
    const present = schemaObjects(rows.map(({ sql }) => sql));
    const wanted = Object.entries(triggerFiles).flatMap(([file, text]) => parseTriggers(file, text));
    expect(byName(present)).toEqual(byName(wanted));
    expect(present.length).toBe(wanted.length);
    expect(present.length).toBeGreaterThan(50);
  });

  it('has each trigger on the table or view that its file is named after', async () => {
    const rows = await select<{ name: string; tbl_name: string }>(
      "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'",
    );
    const owners = new Map(rows.map(({ name, tbl_name }) => [name, tbl_name]));
    for (const [file, text] of Object.entries(triggerFiles))
      for (const { kind, name } of parseTriggers(file, text))
        if (kind === 'TRIGGER') expect(`${owners.get(name)}.sql`, name).toBe(file.split('/').at(-1));
  });

  it('has the tables of worker/tables, column for column', async () => {
    const names = [...(await readSchema('table')).entries()]
      .filter(([, sql]) => !sql.startsWith('CREATE VIRTUAL'))
      .map(([name]) => name);
    expect(names.sort()).toEqual(tables.map(({ name }) => name).sort());
    for (const { name, columns, primaryKeys } of tables) {
      const present = await select<{
        name: string;
        type: string;
        notnull: number;
        pk: number;
        hidden: number;
      }>(`PRAGMA table_xinfo(${name})`);
      const keys = primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
      expect(
        present.map(({ name, type, notnull, pk, hidden }) => ({ name, type, notnull, pk, hidden })),
        name,
      ).toEqual(
        columns.map((column) => ({
          name: column.name,
          type: column.getSQLType().toUpperCase(),
          notnull: Number(column.notNull),
          pk: column.primary ? 1 : keys.indexOf(column.name) + 1,
          // SQLite's code for a virtual generated column.
          hidden: column.generated ? 2 : 0,
        })),
      );
    }
  });

  it('keeps tables without an integer key by their key alone', async () => {
    const present = await readSchema('table');
    for (const { name, columns } of tables) {
      const hasIntegerKey = columns.some((column) => column.primary && column.getSQLType() === 'integer');
      expect(present.get(name)?.endsWith('WITHOUT ROWID'), name).toBe(!hasIntegerKey);
    }
  });

  it('has the indexes of worker/tables', async () => {
    const indexes = tables.flatMap((table) => table.indexes.map(({ config }) => config.name));
    expect([...(await readSchema('index')).keys()].sort()).toEqual(indexes.sort());
  });

  it('compares every other column of a customer in its events', () => {
    const trigger = Object.entries(triggerFiles)
      .flatMap(([file, text]) => parseTriggers(file, text))
      .find(({ name }) => name === 'customers_update_event');
    const columns = tables.find(({ name }) => name === 'customers')?.columns.map(({ name }) => name) ?? [];
    const compared = columns.filter((column) => new RegExp(`\\bNEW\\.${column}\\b`).test(trigger?.sql ?? ''));
    const others = COLUMNS_WITHOUT_EVENTS;
    expect(columns.filter((column) => !compared.includes(column) && !others.includes(column))).toEqual([]);
    expect(compared.length).toBeGreaterThan(8);
  });

  it('names no status or result in its triggers that does not exist', () => {
    const known: string[] = [...OrderStatus.options, ...RedemptionResult.options];
    const named = Object.values(triggerFiles).flatMap((text) => text.match(/(?<=')[A-Z_]+(?=')/g) ?? []);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    expect(new Set(named).size).toBe(known.length);
  });

  it.each(OrderStatus.options)('counts the orders that are %s, whatever changes one', async (status) => {
    const column = status.toLowerCase();
    const other = OrderStatus.options.find((option) => option !== status);
    const count = () => env.DB.prepare(`SELECT ${column} AS count FROM order_counts`).first<number>('count');
    const changeTo = (status: string | undefined) =>
      env.DB.prepare("UPDATE orders SET status = ? WHERE id = 'ord_counted'").bind(status).run();
    const before = (await count()) ?? Number.NaN;
    await env.DB.prepare(
      `INSERT INTO orders (id, status, created_at, items_count, initial_amount, discount_amount,
        items_discount_amount, metadata, items) VALUES ('ord_counted', ?, 0, 0, 0, 0, 0, '{}', '[]')`,
    )
      .bind(status)
      .run();
    expect(await count()).toBe(before + 1);
    await changeTo(other);
    expect(await count()).toBe(before);
    await changeTo(status);
    expect(await count()).toBe(before + 1);
    for (const text of Object.values(triggerFiles))
      for (const { fills } of parseTriggers('', text))
        for (const fill of fills.filter((fill) => fill.includes('order_counts')))
          await env.DB.prepare(fill).run();
    expect(await count()).toBe(before + 1);
    await env.DB.prepare("DELETE FROM orders WHERE id = 'ord_counted'").run();
    expect(await count()).toBe(before);
  });

  it('keeps counters, summaries and events right when an order is deleted by hand', async () => {
    const run = (sql: string) => env.DB.prepare(sql).run();
    await run("INSERT INTO customers (id, created_at) VALUES ('cust_1', 0)");
    const insert = (id: string, at: number) =>
      run(`INSERT INTO orders (id, status, created_at, customer_id, items_count, sent_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
        VALUES ('${id}', 'PAID', ${at}, 'cust_1', 0, ${at}, ${at}, 0, 0, '{}', '[]')`);
    await insert('ord_1', 100);
    await insert('ord_2', 200);
    await run("DELETE FROM orders WHERE id = 'ord_2'");
    const customer = await env.DB.prepare("SELECT * FROM customers WHERE id = 'cust_1'").first();
    expect(customer).toMatchObject({
      orders_count: 1,
      orders_total_amount: 100,
      last_order_at: 100,
      last_order_amount: 100,
    });
    expect(await env.DB.prepare('SELECT paid FROM order_counts').first('paid')).toBe(1);
    const events = await env.DB.prepare('SELECT type FROM customer_events ORDER BY number').all();
    expect(events.results).toEqual([{ type: 'customer.created' }, { type: 'customer.order.created' }]);
  });
});
