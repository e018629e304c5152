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
      'customers_delete_count',
      'customers_delete_search',
      'customers_delete_segments',
      'customers_insert_count',
      'customers_insert_event',
      'customers_insert_search',
      'customers_update_event',
      'customers_update_metadata',
      'customers_update_search',
      'metadata_schemas_update_properties',
      'orders_delete_count',
      'orders_delete_event',
      'orders_delete_referred',
      'orders_delete_summary',
      'orders_insert_count',
      'orders_insert_event',
      'orders_insert_referred',
      'orders_insert_summary',
      'orders_update_applied',
      'orders_update_count',
      'orders_update_event',
      'orders_update_metadata',
      'orders_update_referred',
      'orders_update_summary',
      'products_delete_count',
      'products_delete_search',
      'products_insert_count',
      'products_insert_search',
      'products_update_metadata',
      'products_update_search',
      'redemptions_insert_count',
      'redemptions_insert_rollback',
      'redemptions_insert_summary',
      'redemptions_insert_use',
      'refusals_raise',
      'segments_delete_customers',
      'skus_delete_search',
      'skus_insert_search',
      'skus_update_metadata',
      'skus_update_search',
      'validation_rules_assignments_delete',
      'validation_rules_assignments_insert',
      'validation_rules_delete_count',
      'validation_rules_insert_count',
      'vouchers_delete_assignments',
      'vouchers_delete_count',
      'vouchers_insert_count',
      'vouchers_update_metadata',
      'vouchers_update_quantity',
    ]);
  });

  it('has its tables without a rowid', async () => {
    expect(await list("sql LIKE '%WITHOUT ROWID%' AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\'")).toEqual([
      'action_chunks',
      'action_failures',
      'customer_events',
      'idempotency_records',
      'order_events',
      'removed_customers',
      'segment_customers',
      'table_counts',
    ]);
  });

  it('has its indexes of trigrams', async () => {
    expect(await list("sql LIKE 'CREATE VIRTUAL TABLE%'")).toEqual([
      'customers_search',
      'products_search',
      'skus_search',
    ]);
  });

  it('has its indexes', async () => {
    expect(await list("type = 'index' AND sql IS NOT NULL")).toEqual([
      'async_actions_id',
      'async_actions_kept',
      'customers_changed',
      'customers_email',
      'customers_email_changed',
      'customers_id',
      'customers_source_id',
      'customers_unnamed',
      'customers_updated',
      'exports_id',
      'keys_app_id',
      'keys_id',
      'metadata_schemas_related_object',
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
      'products_changed',
      'products_id',
      'products_name',
      'products_source_id',
      'products_updated',
      'redemptions_created',
      'redemptions_customer',
      'redemptions_id',
      'redemptions_order',
      'redemptions_parent',
      'redemptions_uses',
      'redemptions_voucher',
      'segments_id',
      'skus_id',
      'skus_product_changed',
      'skus_product_updated',
      'skus_sku',
      'skus_source_id',
      'validation_rules_assignments_created',
      'validation_rules_assignments_id',
      'validation_rules_assignments_rule',
      'validation_rules_assignments_voucher',
      'validation_rules_changed',
      'validation_rules_id',
      'validation_rules_name',
      'validation_rules_updated',
      'vouchers_changed',
      'vouchers_code',
      'vouchers_id',
      'vouchers_updated',
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
    const events = await env.DB.prepare('SELECT type FROM customer_events ORDER BY number').all();
    expect(events.results).toEqual([{ type: 'customer.created' }, { type: 'customer.order.created' }]);
  });
});
