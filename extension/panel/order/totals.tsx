import type { Order } from '../../../shared/orders/orders.ts';
import { text } from '../../text.ts';
import { Money } from '../values/money.tsx';

type Totals = Pick<
  Order,
  'amount' | 'items_discount_amount' | 'discount_amount' | 'total_discount_amount' | 'total_amount'
>;

/** What an order costs: before discounts, each kind of discount, and after. */
export function OrderTotals({ order }: { order: Totals }) {
  const parts = [
    [text('items_discount'), order.items_discount_amount],
    [text('order_discount'), order.discount_amount],
  ] as const;
  return (
    <dl class="totals">
      {order.total_discount_amount > 0 && (
        <>
          <div>
            <dt>{text('amount')}</dt>
            <dd class="amount">
              <Money amount={order.amount} />
            </dd>
          </div>
          {parts
            .filter(([, amount]) => amount > 0)
            .map(([name, amount]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd class="amount">
                  −<Money amount={amount} />
                </dd>
              </div>
            ))}
        </>
      )}
      <div class="total">
        <dt>{text('total')}</dt>
        <dd class="amount">
          <Money amount={order.total_amount} />
        </dd>
      </div>
    </dl>
  );
}
