import { type Order, OrderList } from '../../../shared/orders/orders.ts';
import { apiPaths } from '../../api-paths.ts';
import type { CapturedOrder } from '../../capture/meaning/captured-order.ts';
import type { Reading } from '../../capture/meaning/reading.ts';
import { text } from '../../text.ts';
import { hrefOf } from '../navigation/route.ts';
import { useQuery } from '../session/query.ts';
import { api, can, connection } from '../session/session.ts';
import { Money } from '../values/money.tsx';
import { Status } from '../values/status.tsx';

/** The numbers by which an order may be known: with and without the sign before them. */
const namesOf = ({ sourceId, otherIds = [] }: CapturedOrder): string[] =>
  [sourceId, ...otherIds].flatMap((id) =>
    id === undefined ? [] : [id, id.replace(/^#/, ''), `#${id.replace(/^#/, '')}`],
  );

/** The order that the server has by a number of the page's; null where it has none, undefined while that is not known. */
export function useKnownOrder(order: CapturedOrder): Order | null | undefined {
  const names = [...new Set(namesOf(order))];
  const { data } = useQuery<Order | null>({
    queryKey: ['known-order', connection.value?.url, names],
    enabled: names.length > 0 && can('orders:read'),
    queryFn: async ({ signal }) => {
      const query: [string, string | number][] = [
        ['limit', 1],
        ...names.map((name, index): [string, string] => [
          `filters[source_id][conditions][$in][${index}]`,
          name,
        ]),
      ];
      const { data: found } = await api({ path: apiPaths.orders, query, reply: OrderList, signal });
      return found.orders[0] ?? null;
    },
  });
  return data;
}

const linesOf = (lines: readonly { quantity?: number | undefined; price?: number | undefined }[]): string =>
  JSON.stringify(lines.map(({ quantity, price }) => [quantity, price]).sort());

/** What of the stored order is other than on the page. */
function differences(known: Order, order: CapturedOrder, reading: Reading): string[] {
  if (!reading.agrees) return [];
  const stored = known.items.slice(0, reading.lines.length);
  const lines = reading.lines.map(({ quantity, unitPrice }) => ({ quantity, price: unitPrice }));
  const { email } = known.customer ?? {};
  return [
    ...(known.total_amount === reading.total ? [] : [text('capture_difference_total')]),
    ...(linesOf(stored) === linesOf(lines) ? [] : [text('capture_difference_lines')]),
    ...(!order.customer.email || !email || email === order.customer.email
      ? []
      : [text('capture_difference_customer')]),
  ];
}

interface KnownOrderProps {
  known: Order;
  order: CapturedOrder;
  reading: Reading;
  onTakeOver: () => void;
}

/** The order of the page as the server has it already, and what differs. */
export function KnownOrder({ known, order, reading, onTakeOver }: KnownOrderProps) {
  const differing = differences(known, order, reading);
  return (
    <section class="section capture-known" aria-label={text('capture_known', known.source_id ?? known.id)}>
      <p>
        <strong>{text('capture_known', known.source_id ?? known.id)}</strong> <Status value={known.status} />{' '}
        <Money amount={known.total_amount} />
      </p>
      {reading.agrees && (
        <p class="quiet small">
          {differing.length > 0 ? text('capture_differs', differing.join(', ')) : text('capture_same')}
        </p>
      )}
      <p class="capture-actions">
        <a class="button primary" href={hrefOf({ screen: 'order', id: known.id })}>
          {text('capture_open')}
        </a>
        {differing.length > 0 && (
          <button type="button" class="button" onClick={onTakeOver}>
            {text('capture_take_over')}
          </button>
        )}
      </p>
    </section>
  );
}
