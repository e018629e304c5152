import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderTotals } from '../../../shared/orders/order-totals.ts';
import { uniqueId } from '../factories.ts';

const amount = fc.oneof(fc.nat(1000), fc.maxSafeNat());

describe('the generated columns of orders', () => {
  it('say the same as the totals in shared', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(amount),
        fc.option(amount),
        amount,
        amount,
        async (itemsAmount, sentAmount, discountAmount, itemsDiscountAmount) => {
          const row = await env.DB.prepare(
            `INSERT INTO orders (id, status, created_at, items_count, items_amount, sent_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
           VALUES (?, 'CREATED', 0, 0, ?, ?, 0, ?, ?, '{}', '[]')
           RETURNING amount, total_discount_amount AS totalDiscountAmount, total_amount AS totalAmount`,
          )
            .bind(uniqueId(), itemsAmount, sentAmount, discountAmount, itemsDiscountAmount)
            .first();
          expect(row).toEqual(orderTotals({ itemsAmount, sentAmount, discountAmount, itemsDiscountAmount }));
        },
      ),
      { numRuns: 200 },
    );
  });
});
