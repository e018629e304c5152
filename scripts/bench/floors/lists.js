// The floor of the list benchmark: the newest 50 orders and their total by the same queries written by hand, and
// nothing else: no auth, no parsing, no serializer.
const person = (column) =>
  `(SELECT json_array(source_id, name, email) FROM customers WHERE customers.id = orders.${column})`;
const newest = `SELECT orders.*, ${person('customer_id')} AS customer, ${person('referrer_id')} AS referrer FROM (
    SELECT orders.* FROM orders WHERE orders.updated_at IS NULL
    UNION ALL SELECT orders.* FROM orders WHERE orders.updated_at IS NOT NULL
    ORDER BY created_at DESC, position DESC LIMIT 51) AS orders`;

const total = 'SELECT created + paid + canceled + fulfilled AS total FROM order_counts';

export default {
  async fetch(_request, env) {
    const db = env.DB.withSession('first-primary');
    const [{ results }, { results: counts }] = await db.batch([db.prepare(newest), db.prepare(total)]);
    for (const order of results) {
      order.items = JSON.parse(order.items);
      order.metadata = JSON.parse(order.metadata);
    }
    return Response.json({ orders: results, total: counts[0].total });
  },
};
