import type { ComponentChildren } from 'preact';
import type { Order } from '../../../shared/orders/orders.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { hrefOf } from '../navigation/route.ts';
import { can } from '../session/session.ts';
import { AttributeFacts, CopiedId, DescriptionList } from '../values/description-list.tsx';
import { fieldName } from '../values/field-name.ts';
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

/** The fields that are shown here; the totals, lines, redemptions and attributes stand by themselves. */
type Fact = Exclude<
  keyof Order,
  'object' | 'status' | 'items' | 'metadata' | 'customer' | 'referrer' | 'redemptions' | `${string}amount`
>;

/** Whose order it is, what it is known by, when it was made, and its custom attributes. */
export function OrderFacts({ order }: { order: Order }) {
  const { id, source_id, customer_id, customer, referrer_id, referrer, created_at, updated_at } = order;
  const facts: Record<Fact, ComponentChildren> = {
    customer_id: customer_id ? <Person id={customer_id} person={customer} /> : text('no_customer'),
    referrer_id: referrer_id && <Person id={referrer_id} person={referrer} />,
    source_id,
    id: <CopiedId id={id} />,
    created_at: <Moment value={created_at} exact />,
    updated_at: updated_at && <Moment value={updated_at} exact />,
  };
  const given = Object.entries(facts).filter(([, value]) => value);
  return (
    <>
      <section class="section" aria-label={text('details')}>
        <DescriptionList entries={given.map(([field, value]) => [fieldName(field), value])} />
      </section>
      <AttributeFacts metadata={order.metadata} />
    </>
  );
}
