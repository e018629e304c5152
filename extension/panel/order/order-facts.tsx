import type { ComponentChildren } from 'preact';
import type { Order } from '../../../shared/orders/orders.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { hrefOf } from '../navigation/route.ts';
import { can } from '../session/session.ts';
import { AttributeFacts, CopiedId, DescriptionList } from '../values/description-list.tsx';
import { Moment } from '../values/moment.tsx';

function Person({ id, person }: { id: string; person: Order['customer'] }) {
  const label = person ? personLabel(person) : id;
  return (
    <>
      {can('customers:read') ? <a href={hrefOf({ screen: 'customer', id })}>{label}</a> : label}
      {person?.email && person.email !== label && <div class="quiet small">{person.email}</div>}
    </>
  );
}

/** Whose order it is, what it is known by, when it was made, and its custom attributes. */
export function OrderFacts({ order }: { order: Order }) {
  const { id, source_id, customer_id, customer, referrer_id, referrer, created_at, updated_at } = order;
  const facts: [string, ComponentChildren][] = [
    [text('customer'), customer_id ? <Person id={customer_id} person={customer} /> : text('no_customer')],
  ];
  if (referrer_id)
    facts.push([text('referrer'), <Person key="referrer" id={referrer_id} person={referrer} />]);
  if (source_id) facts.push([text('source_id'), source_id]);
  facts.push([text('id'), <CopiedId key="id" id={id} />]);
  facts.push([text('created'), <Moment key="created" value={created_at} exact />]);
  if (updated_at) facts.push([text('updated'), <Moment key="updated" value={updated_at} exact />]);
  return (
    <>
      <section class="section" aria-label={text('details')}>
        <DescriptionList entries={facts} />
      </section>
      <AttributeFacts metadata={order.metadata} />
    </>
  );
}
