import { Ban, CircleCheck, CircleDashed, PackageCheck } from 'lucide';
import type { OrderStatus } from '../../../shared/orders/orders.ts';
import { type TextName, text } from '../../text.ts';
import { Icon } from '../controls/icon.tsx';

const statuses = {
  CREATED: { tone: 'calm', icon: CircleDashed, name: 'status_created' },
  PAID: { tone: 'good', icon: CircleCheck, name: 'status_paid' },
  CANCELED: { tone: 'bad', icon: Ban, name: 'status_canceled' },
  FULFILLED: { tone: 'wait', icon: PackageCheck, name: 'status_fulfilled' },
} as const satisfies Record<OrderStatus, { tone: string; icon: unknown; name: TextName }>;

export const statusName = (status: OrderStatus): string => text(statuses[status].name);

/** An order's status: by word, icon and colour, so that none of them is needed. */
export const Status = ({ value }: { value: OrderStatus }) => (
  <span class={`badge ${statuses[value].tone}`}>
    <Icon icon={statuses[value].icon} />
    {statusName(value)}
  </span>
);
