import { useEffect, useRef } from 'preact/hooks';
import type { Order } from '../../../shared/orders.ts';
import { personLabel } from '../../names.ts';
import { plural, type TextName, text } from '../../text.ts';
import { Money, Status, Time } from '../controls/shown.tsx';
import { failureText } from '../controls/states.tsx';
import { hrefOf } from '../route.ts';
import { leaveAt } from './use-place.ts';

interface OrderTable {
  orders: readonly Order[];
  /** Whether the rows are of an earlier question, while the present one is being answered. */
  isStale?: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  failure: unknown;
}

const columns: readonly (readonly [TextName, string])[] = [
  ['status', ''],
  ['order_id', ''],
  ['customer', ''],
  ['items', 'amount'],
  ['amount', 'amount'],
  ['discounted_amount', 'amount'],
  ['created', ''],
];

function Row({ order }: { order: Order }) {
  const { id, source_id, status, customer, items, amount, total_amount, created_at } = order;
  const hasDiscount = total_amount !== amount;
  return (
    <tr role="row">
      <td role="cell" class="cell-status">
        <Status of={status} />
      </td>
      <td role="cell" class="cell-id">
        <a id={`row-${id}`} href={hrefOf({ screen: 'order', id })} onClick={() => leaveAt(id)}>
          {source_id ?? id}
        </a>
      </td>
      <td role="cell" class="cell-customer">
        {customer ? personLabel(customer) : <span class="quiet">{text('no_customer')}</span>}
      </td>
      <td role="cell" class="cell-items amount">
        <span class="when-narrow">{plural('items_count', items.length)}</span>
        <span class="when-wide">{items.length}</span>
      </td>
      <td role="cell" class={`cell-amount amount ${hasDiscount ? 'struck' : 'repeated'}`}>
        <Money of={amount} />
      </td>
      <td role="cell" class="cell-total amount">
        <Money of={total_amount} />
      </td>
      <td role="cell" class="cell-created">
        <Time of={created_at} />
      </td>
    </tr>
  );
}

/** Arrow keys go from order to order. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  const links = [...document.querySelectorAll<HTMLElement>('.order-table tbody a')];
  const index = links.indexOf(document.activeElement as HTMLElement);
  if (step === undefined || index < 0) return;
  links[index + step]?.focus();
  event.preventDefault();
}

/** Orders as a table; where there is no room for one, each is a card of the same cells, and the roles say that it is a table all the same. */
export function OrderTable({ orders, isStale, hasMore, isLoadingMore, loadMore, failure }: OrderTable) {
  const end = useRef<HTMLDivElement>(null);
  const load = useRef(loadMore);
  load.current = loadMore;
  const canLoad = hasMore && !isLoadingMore && !failure;
  useEffect(() => {
    if (!end.current || !canLoad) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && load.current(), {
      rootMargin: '400px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [canLoad]);

  return (
    <>
      <table class="order-table" role="table" aria-busy={isStale} onKeyDown={moveFocus}>
        <caption class="visually-hidden">{text('orders')}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(([name, kind]) => (
              <th key={name} role="columnheader" scope="col" class={kind}>
                {text(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {orders.map((order) => (
            <Row key={order.id} order={order} />
          ))}
        </tbody>
      </table>
      <div ref={end} class="list-end">
        {failure !== null && <p class="error">{failureText(failure)}</p>}
        {hasMore && (
          <button type="button" class="button" disabled={isLoadingMore} onClick={loadMore}>
            {text(isLoadingMore ? 'loading' : 'load_more')}
          </button>
        )}
      </div>
    </>
  );
}
