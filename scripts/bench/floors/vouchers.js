// The floor of the benchmark of vouchers: the same rows read, and written into the same tables with the same triggers, by
// hand, and nothing else - no auth, no checks, no arithmetic beyond one percentage, no race, a reply of the bare amounts.
import { typeid } from 'typeid-js';

const selectVoucher = 'SELECT * FROM vouchers WHERE code = ?';
const selectOrder = `SELECT orders.*, customer.name FROM orders
  LEFT JOIN customers AS customer ON customer.id = orders.customer_id WHERE orders.source_id = ?`;
const insertCustomer = `INSERT INTO customers (id, source_id, name, email, created_at)
  VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id) WHERE source_id IS NOT NULL DO NOTHING`;
const insertOrder = `INSERT INTO orders (id, source_id, status, created_at, changed_by, customer_id, items_count,
    items_amount, initial_amount, discount_amount, items_discount_amount, applied_discount_amount, redemptions, metadata, items)
  VALUES (?, ?, 'PAID', ?, 'bench', (SELECT id FROM customers WHERE source_id = ?), ?, ?, ?, ?, 0, ?, ?, '{}', ?)`;
const insertRedemption = `INSERT INTO redemptions (id, voucher_id, voucher_code, order_id, customer_id, result,
    discount_amount, items_discount_amount, created_at, created_by)
  VALUES (?, ?, ?, ?, (SELECT customer_id FROM orders WHERE id = ?), 'SUCCESS', ?, 0, ?, 'bench')`;

async function examine(code, order, db) {
  const [{ results: vouchers }] = await db.batch([
    db.prepare(selectVoucher).bind(code),
    db.prepare(selectOrder).bind(order.source_id),
  ]);
  const [voucher] = vouchers;
  let amount = 0;
  for (const item of order.items) {
    item.amount = item.price * item.quantity;
    amount += item.amount;
  }
  const off = Math.round((amount * JSON.parse(voucher.discount).percent_off) / 100);
  return { voucher, amount, off };
}

async function redeem(order, { voucher, amount, off }, db) {
  const [id, orderId, now] = [typeid('r').toString(), typeid('ord').toString(), Date.now()];
  const { source_id: person, name, email } = order.customer;
  const [, , , { results }] = await db.batch([
    db.prepare(insertCustomer).bind(typeid('cust').toString(), person, name, email, now),
    db
      .prepare(insertOrder)
      .bind(
        orderId,
        order.source_id,
        now,
        person,
        order.items.length,
        amount,
        amount,
        off,
        off,
        JSON.stringify({ [id]: { at: now } }),
        JSON.stringify(order.items),
      ),
    db.prepare(insertRedemption).bind(id, voucher.id, voucher.code, orderId, orderId, off, now),
    db.prepare(selectVoucher).bind(voucher.code),
  ]);
  return { id, order: { id: orderId, amount, discount_amount: off }, voucher: results[0] };
}

export default {
  async fetch(request, env) {
    const db = env.DB.withSession('first-primary');
    const [, , , code, verb] = new URL(request.url).pathname.split('/');
    const { order } = await request.json();
    const examined = await examine(code, order, db);
    if (verb === 'redemption') return Response.json(await redeem(order, examined, db));
    return Response.json({ valid: true, code, order: { ...order, discount_amount: examined.off } });
  },
};
