import type { ComponentChildren } from 'preact';
import type { Customer } from '../../../shared/customers/customers.ts';
import { text } from '../../text.ts';
import { AttributeFacts, CopiedId, DescriptionList } from '../values/description-list.tsx';
import { formatDay, formatNumber } from '../values/format.ts';
import { Moment } from '../values/moment.tsx';
import { Money } from '../values/money.tsx';

/** An address as it stands on an envelope, a line each. */
function addressLines(address: Customer['address']): string[] {
  const { line_1, line_2, postal_code, city, state, country } = address ?? {};
  const place = [postal_code, city].filter(Boolean).join(' ');
  return [line_1, line_2, place, state, country].flatMap((line) => line || []);
}

/** What the customer has bought: counted over paid orders. */
export function Bought({ customer }: { customer: Customer }) {
  const { total_count, total_amount, average_amount, last_order_amount, last_order_date } =
    customer.summary.orders;
  const figures: [string, ComponentChildren][] = [
    [text('paid_orders'), formatNumber(total_count)],
    [text('spent'), <Money key="total" amount={total_amount} />],
    [text('average_order'), <Money key="average" amount={average_amount} />],
  ];
  if (last_order_date)
    figures.push([
      text('last_order'),
      <>
        <Money amount={last_order_amount} />
        <div class="quiet small">
          <Moment value={last_order_date} />
        </div>
      </>,
    ]);
  return (
    <dl class="figures">
      {figures.map(([name, figure]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Who the customer is: what is known of them, and their custom attributes. */
export function Profile({ customer }: { customer: Customer }) {
  const { id, source_id, email, phone, description, birthdate, birthday, address } = customer;
  const born = birthdate ?? birthday;
  const lines = addressLines(address);
  const facts: [string, ComponentChildren][] = [];
  if (email)
    facts.push([
      text('email'),
      <a key="email" href={`mailto:${encodeURI(email)}`} target="_blank" rel="noreferrer">
        {email}
      </a>,
    ]);
  if (phone)
    facts.push([
      text('phone'),
      <a key="phone" href={`tel:${encodeURI(phone)}`} target="_blank" rel="noreferrer">
        {phone}
      </a>,
    ]);
  if (lines.length > 0)
    facts.push([text('address'), lines.map((line, index) => <div key={`${index}`}>{line}</div>)]);
  if (born) facts.push([text('birthdate'), formatDay(born)]);
  if (description) facts.push([text('description'), description]);
  if (source_id) facts.push([text('source_id'), source_id]);
  facts.push([text('id'), <CopiedId key="id" id={id} />]);
  facts.push([text('created'), <Moment key="created" value={customer.created_at} exact />]);
  if (customer.updated_at)
    facts.push([text('updated'), <Moment key="updated" value={customer.updated_at} exact />]);
  return (
    <>
      <section class="section" aria-label={text('details')}>
        <DescriptionList entries={facts} />
      </section>
      <AttributeFacts metadata={customer.metadata} />
    </>
  );
}
