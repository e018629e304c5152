import { Copy } from 'lucide';
import type { ComponentChildren } from 'preact';
import type { Order } from '../../../shared/orders.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { announce } from '../announce.tsx';
import { IconButton } from '../controls/screen.tsx';
import { Time } from '../controls/shown.tsx';
import { hrefOf } from '../route.ts';
import { may } from '../session.ts';

async function copyId(id: string): Promise<void> {
  await navigator.clipboard.writeText(id);
  announce(text('copied'));
}

function Person({ id, person }: { id: string; person: Order['customer'] }) {
  const label = person ? personLabel(person) : id;
  return (
    <>
      {may('customers:read') ? <a href={hrefOf({ screen: 'customer', id })}>{label}</a> : label}
      {person?.email && person.email !== label && <div class="quiet small">{person.email}</div>}
    </>
  );
}

const showValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Whose order it is, what it is known by, when it was made, and its custom attributes. */
export function OrderFacts({ order }: { order: Order }) {
  const { id, source_id, customer_id, customer, referrer_id, referrer, created_at, updated_at, metadata } =
    order;
  const facts: (readonly [string, ComponentChildren])[] = [
    [text('customer'), customer_id ? <Person id={customer_id} person={customer} /> : text('no_customer')],
  ];
  if (referrer_id)
    facts.push([text('referrer'), <Person key="referrer" id={referrer_id} person={referrer} />]);
  if (source_id) facts.push([text('source_id'), source_id]);
  facts.push([
    text('id'),
    <span key="id" class="copied">
      <code>{id}</code>
      <IconButton label={text('copy_id')} icon={Copy} onClick={() => copyId(id)} />
    </span>,
  ]);
  facts.push([text('created'), <Time key="created" of={created_at} exact />]);
  if (updated_at) facts.push([text('updated'), <Time key="updated" of={updated_at} exact />]);
  const attributes = Object.entries(metadata);
  return (
    <>
      <section class="section" aria-label={text('details')}>
        <dl class="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {attributes.length > 0 && (
        <section class="section">
          <h2>{text('metadata')}</h2>
          <dl class="facts">
            {attributes.map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{showValue(value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
