import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';

const list = async (where: string): Promise<string[]> => {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_schema WHERE ${where} ORDER BY name`,
  ).all<{ name: string }>();
  return results.map(({ name }) => name);
};

describe('the migrated database', () => {
  it('has its triggers: a table rebuild would have dropped them in silence', async () => {
    expect(await list("type = 'trigger'")).toEqual([
      'customers_update_metadata',
      'orders_delete_count',
      'orders_delete_event',
      'orders_delete_referred',
      'orders_delete_summary',
      'orders_insert_count',
      'orders_insert_event',
      'orders_insert_referred',
      'orders_insert_summary',
      'orders_update_count',
      'orders_update_event',
      'orders_update_metadata',
      'orders_update_referred',
      'orders_update_summary',
      'refusals_raise',
    ]);
  });

  it('has its tables without a rowid', async () => {
    expect(await list("sql LIKE '%WITHOUT ROWID%'")).toEqual(['idempotency_records', 'order_events']);
  });

  it('has its indexes', async () => {
    expect(await list("type = 'index' AND sql IS NOT NULL")).toEqual([
      'customers_id',
      'customers_source_id',
      'keys_app_id',
      'keys_id',
      'orders_changed',
      'orders_customer_changed',
      'orders_customer_updated',
      'orders_id',
      'orders_referrer_changed',
      'orders_referrer_updated',
      'orders_source_id',
      'orders_status_changed',
      'orders_status_updated',
      'orders_updated',
    ]);
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
    expect(await env.DB.prepare('SELECT count(*) AS events FROM order_events').first('events')).toBe(1);
  });
});
