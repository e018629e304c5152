// The floor of the benchmark: the same rows into the same tables with the same triggers, written by hand, and
// nothing else - no auth, no validation, no update, no idempotency, no reply beyond the id.
import { typeid } from 'typeid-js';

const insertCustomer = `INSERT INTO customers (id, source_id, name, email, created_at)
  VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id) WHERE source_id IS NOT NULL DO NOTHING`;
const insertOrder = `INSERT INTO orders (id, source_id, status, created_at, changed_by, customer_id, items_count,
    items_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
  VALUES (?, ?, ?, ?, 'bench', (SELECT id FROM customers WHERE source_id = ?), ?, ?, ?, 0, 0, '{}', ?)`;
const selectOrder = `SELECT orders.*, customer.name, customer.email, referrer.name FROM orders
  LEFT JOIN customers AS customer ON customer.id = orders.customer_id
  LEFT JOIN customers AS referrer ON referrer.id = orders.referrer_id WHERE orders.id = ?`;

async function post(request, db) {
  const order = await request.json();
  const id = typeid('ord').toString();
  const now = Date.now();
  const { source_id: sourceId, name, email } = order.customer;
  let amount = 0;
  for (const item of order.items) {
    item.amount = item.price * item.quantity;
    amount += item.amount;
  }
  await db.batch([
    db.prepare(insertCustomer).bind(typeid('cust').toString(), sourceId, name, email, now),
    db
      .prepare(insertOrder)
      .bind(
        id,
        order.source_id,
        order.status,
        now,
        sourceId,
        order.items.length,
        amount,
        amount,
        JSON.stringify(order.items),
      ),
  ]);
  return Response.json({ id });
}

async function get(id, db) {
  const order = await db.prepare(selectOrder).bind(id).first();
  order.items = JSON.parse(order.items);
  order.metadata = JSON.parse(order.metadata);
  return Response.json(order);
}

export default {
  fetch(request, env) {
    const db = env.DB.withSession('first-primary');
    return request.method === 'POST'
      ? post(request, db)
      : get(new URL(request.url).pathname.split('/').at(-1), db);
  },
};
