import type { CapturedOrder } from '../../capture/meaning/captured-order.ts';
import type { Reading } from '../../capture/meaning/reading.ts';
import { text } from '../../text.ts';
import { DescriptionList } from '../values/description-list.tsx';
import { formatMoney } from '../values/format.ts';

/** What the page says of the order beside its lines: number, status, customer, and the sums as what they are. */
export function CapturedFacts({ order, reading }: { order: CapturedOrder; reading: Reading }) {
  const { name, email, phone } = order.customer;
  const money = (amount: number): string => formatMoney(amount, reading.currency ?? 'USD');
  const customer = [name, email, phone].filter(Boolean).join(' · ');
  const sums: [string, number][] = reading.agrees
    ? [
        [text('capture_shipping'), reading.adjustments.shipping],
        [text('capture_tax'), reading.adjustments.tax],
        [text('capture_fees'), reading.adjustments.fees.reduce((all, { amount }) => all + amount, 0)],
        [text('capture_discount'), -reading.adjustments.discount],
        [text('capture_included_tax'), reading.included.tax],
      ]
    : [];
  const entries: [string, string][] = [
    ...(order.sourceId ? [[text('source_id'), order.sourceId] as [string, string]] : []),
    ...(order.status ? [[text('capture_page_status'), order.status] as [string, string]] : []),
    ...(customer ? [[text('customer'), customer] as [string, string]] : []),
    ...sums
      .filter(([, amount]) => amount !== 0)
      .map(([label, amount]): [string, string] => [label, money(amount)]),
    ...(reading.agrees ? [[text('capture_page_total'), money(reading.total)] as [string, string]] : []),
  ];
  return (
    <section class="section">
      <DescriptionList entries={entries} />
    </section>
  );
}
