import * as z from 'zod';
import { customerParameter, type FieldType, filtersParameter, momentRange } from '../filters.ts';
import { checkPaging, listParameters, SortOrder, yesOrNo } from '../lists.ts';
import { SearchText } from '../search.ts';
import { type Order, OrderStatus } from './orders.ts';

// Apart from orders.ts: the panel reads orders and never checks a query, and all of this would be in its first load.

/** The fields of an order that filters do not name, or name by what is in them. */
type UnfilteredField =
  | ('id' | 'object' | 'items' | 'customer' | 'referrer' | 'redemptions')
  | `${string}applied_discount_amount`;

/** The fields of an order that filters may name, beside `metadata.KEY`. */
export const orderFilterFields = {
  status: { oneOf: OrderStatus.options },
  source_id: 'text',
  customer_id: 'text',
  referrer_id: 'text',
  'customer.source_id': 'text',
  'customer.email': 'text',
  created_at: 'time',
  updated_at: 'time',
  amount: 'number',
  initial_amount: 'number',
  discount_amount: 'number',
  items_discount_amount: 'number',
  total_discount_amount: 'number',
  total_amount: 'number',
  items_count: 'number',
  metadata: 'metadata',
} as const satisfies Record<Exclude<keyof Order, UnfilteredField>, FieldType> & Record<string, FieldType>;
export type OrderFilterField = keyof typeof orderFilterFields;

/** The query of `GET /v1/orders`. The shortcuts beside `filters` hold all, whatever its junction says. */
export const ListOrdersQuery = z
  .strictObject({
    ...listParameters,
    order: SortOrder.default('-created_at'),
    status: OrderStatus.optional(),
    customer: customerParameter,
    created_at: momentRange,
    q: SearchText.optional().meta({
      description:
        'Digits or any other part of a source_id, an id, or words of the name, email, phone or source_id of the customer.',
    }),
    counts: yesOrNo.optional().meta({ description: 'true adds the number of orders a status.' }),
    filters: filtersParameter(orderFilterFields),
  })
  .superRefine(checkPaging);
export type ListOrdersQuery = z.infer<typeof ListOrdersQuery>;
