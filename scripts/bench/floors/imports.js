// The floor of the import benchmark: rows that are ready to be stored, as many at once as D1 takes, into the same tables
// with the same triggers by one statement, and nothing else: no auth, no validation, no pricing, no payload that is kept first.
const insertCustomers = `INSERT INTO customers (id, source_id, name, email, created_at)
  SELECT value ->> 'customerNewId', value ->> 'customer', value ->> 'name', value ->> 'email', value ->> 'at'
  FROM json_each(?) WHERE true ON CONFLICT (source_id) WHERE source_id IS NOT NULL DO NOTHING`;
const insertOrders = `WITH raw AS MATERIALIZED (SELECT value FROM json_each(?))
  INSERT INTO orders (id, source_id, status, created_at, changed_by, logged_at, logged_by, logged_status, customer_id,
    items_count, items_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
  SELECT value ->> 'id', value ->> 'sourceId', value ->> 'status', value ->> 'at', 'bench', value ->> 'at', 'bench',
    value ->> 'status', (SELECT id FROM customers WHERE source_id = value ->> 'customer'),
    value ->> 'count', value ->> 'amount', value ->> 'amount', 0, 0, '{}', value ->> 'items'
  FROM raw`;

export default {
  async fetch(request, env) {
    const { customers, orders } = await request.json();
    const db = env.DB.withSession('first-primary');
    await db.batch([
      db.prepare(insertCustomers).bind(customers),
      ...orders.map((rows) => db.prepare(insertOrders).bind(rows)),
    ]);
    return new Response();
  },
};
