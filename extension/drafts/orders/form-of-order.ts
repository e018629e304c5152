import type { MetadataSchema } from '../../../shared/metadata/metadata-definitions.ts';
import type { Order } from '../../../shared/orders/orders.ts';
import { toInputText } from '../../money-text.ts';
import { lineName, personLabel } from '../../names.ts';
import { toAttribute } from '../attributes/attribute-text.ts';
import { type DraftPerson, emptyForm, type OrderForm } from './order-draft.ts';

const toPerson = (id: string | null, person: Order['customer']): DraftPerson | null =>
  id === null ? null : { kind: 'known', id, label: person ? personLabel(person) : id };

/** An order as the form shows it. Custom attributes are typed as the schema says, if there is one. */
export function toForm(order: Order, currency: string, schema?: MetadataSchema): OrderForm {
  return {
    sourceId: order.source_id ?? '',
    status: order.status,
    lines: order.items.map(({ object: _, subtotal_amount: __, ...kept }, index) => ({
      key: `line-${index}`,
      name: lineName(kept),
      quantity: String(kept.quantity),
      price: kept.price === undefined ? '' : toInputText(kept.price, currency),
      kept,
    })),
    amount: order.items.length === 0 && order.amount > 0 ? toInputText(order.amount, currency) : '',
    customer: toPerson(order.customer_id, order.customer),
    referrer: toPerson(order.referrer_id, order.referrer),
    codes: [],
    lookups: emptyForm.lookups,
    // Null is what is left of an attribute that was removed.
    attributes: Object.entries(order.metadata)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => toAttribute(key, value, schema?.properties[key])),
  };
}
