import { Ban, CircleCheck, CircleDashed, PackageCheck } from 'lucide';
import type { OrderStatus } from '../../../shared/orders/orders.ts';
import { type TextName, text } from '../../text.ts';
import { Icon } from '../controls/icon.tsx';
import { currency } from '../session/session.ts';
import { formatExactTime, formatMoney, formatRelativeTime } from './format.ts';

const statuses = {
  CREATED: { tone: 'calm', icon: CircleDashed, name: 'status_created' },
  PAID: { tone: 'good', icon: CircleCheck, name: 'status_paid' },
  CANCELED: { tone: 'bad', icon: Ban, name: 'status_canceled' },
  FULFILLED: { tone: 'wait', icon: PackageCheck, name: 'status_fulfilled' },
} as const satisfies Record<OrderStatus, { tone: string; icon: unknown; name: TextName }>;

export const statusName = (status: OrderStatus): string => text(statuses[status].name);

/** An order's status: by word, icon and colour, so that none of them is needed. */
export const Status = ({ of }: { of: OrderStatus }) => (
  <span class={`badge ${statuses[of].tone}`}>
    <Icon of={statuses[of].icon} />
    {statusName(of)}
  </span>
);

/** Minor units, in the store's currency. */
export const Money = ({ of }: { of: number }) => <>{formatMoney(of, currency.value)}</>;

/** How long ago; the exact time on hover and for screen readers. */
export const Time = ({ of, exact }: { of: string; exact?: boolean }) => (
  <time dateTime={of} title={formatExactTime(of)}>
    {exact ? formatExactTime(of) : formatRelativeTime(of)}
  </time>
);
