import type { OrderItem } from '../../../shared/orders/orders.ts';
import { lineName } from '../../names.ts';
import { text } from '../../text.ts';
import { formatNumber } from '../values/format.ts';
import { Money } from '../values/money.tsx';

const codeOf = ({ sku, source_id, product, product_id, sku_id }: OrderItem): string =>
  sku?.sku ?? source_id ?? product?.source_id ?? sku_id ?? product_id ?? '';

function Line({ item }: { item: OrderItem }) {
  const code = codeOf(item);
  const name = lineName(item);
  const { quantity, price, amount, discount_amount = 0, subtotal_amount, metadata = {} } = item;
  return (
    <li class="line">
      <span class="line-name">{name || text('unnamed_item')}</span>
      <span class="amount line-amount">
        {amount === undefined ? '–' : <Money amount={subtotal_amount ?? amount} />}
      </span>
      <span class="quiet small">
        {formatNumber(quantity)} ×
        {price === undefined ? (
          ''
        ) : (
          <>
            {' '}
            <Money amount={price} />
          </>
        )}
        {code !== '' && code !== name && ` · ${code}`}
      </span>
      {discount_amount > 0 && amount !== undefined && (
        <span class="small amount">
          <s class="quiet">
            <Money amount={amount} />
          </s>
        </span>
      )}
      {Object.entries(metadata).map(([key, value]) => (
        <span key={key} class="quiet small line-extra">
          {key}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </span>
      ))}
    </li>
  );
}

/** The lines of an order. */
export const OrderLines = ({ items }: { items: readonly OrderItem[] }) =>
  items.length === 0 ? (
    <p class="quiet">{text('no_items')}</p>
  ) : (
    <ul class="lines">
      {items.map((item, index) => (
        <Line key={index} item={item} />
      ))}
    </ul>
  );
