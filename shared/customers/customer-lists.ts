import * as z from 'zod';
import { type FieldType, filtersParameter, momentMeta, momentRange } from '../filters.ts';
import { MAX_TEXT_LENGTH } from '../limits.ts';
import { checkPaging, listParameters, listReply, SortOrder } from '../lists.ts';
import { checkSearch, SearchText, searchReply } from '../search.ts';
import { Moment } from '../times.ts';
import { Customer } from './customers.ts';

/** The fields of a customer that filters may name, beside `metadata.KEY`. */
export const customerFilterFields = {
  source_id: 'text',
  name: 'text',
  email: 'text',
  phone: 'text',
  description: 'text',
  'address.city': 'text',
  'address.state': 'text',
  'address.country': 'text',
  'address.postal_code': 'text',
  created_at: 'time',
  updated_at: 'time',
  'summary.orders.total_amount': 'number',
  'summary.orders.total_count': 'number',
  'summary.orders.average_amount': 'number',
  'summary.orders.last_order_amount': 'number',
  'summary.orders.last_order_date': 'time',
  metadata: 'metadata',
} as const satisfies Record<string, FieldType>;
export type CustomerFilterField = keyof typeof customerFilterFields;

/** What customers are sorted by; those without a source_id come after the others in either direction. */
const CustomerSort = z.enum([...SortOrder.options, 'source_id', '-source_id']);

const exact = z.string().min(1).max(MAX_TEXT_LENGTH).optional();

const shortcuts = [
  'email',
  'name',
  'city',
  'segment',
  'segment_id',
  'created_at',
  'updated_at',
  'starting_after',
  'filters',
  'order',
] as const;

/** A moment is a cursor only where the list is sorted by it, and only one of the cursors can be meant. */
function checkScroll(
  query: { starting_after?: number | undefined; order?: string | undefined; [name: string]: unknown },
  context: z.core.$RefinementCtx,
): void {
  if (query.starting_after === undefined) return;
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message, input: query });
  if (query.order !== undefined && !/^-?created_at$/.test(query.order))
    refuse('starting_after', 'goes with order=created_at or -created_at only');
  for (const other of ['page', 'starting_after_id']) {
    if (query[other] !== undefined) refuse(other, 'cannot be combined with starting_after');
  }
}

/** Two names of one parameter. */
function checkSegment(
  query: { segment?: string | undefined; segment_id?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (query.segment === undefined || query.segment_id === undefined) return;
  const message = 'cannot be combined with segment';
  context.addIssue({ code: 'custom', path: ['segment_id'], message, input: query });
}

/** The query of `GET /v1/customers`. The shortcuts beside `filters` hold all, whatever its junction says. */
export const ListCustomersQuery = z
  .strictObject({
    ...listParameters,
    order: CustomerSort.optional().meta({ description: 'Default -created_at; with q, by relevance.' }),
    email: exact,
    name: exact,
    city: exact,
    segment: exact.meta({ description: 'The id of a segment: only customers who are in it now.' }),
    segment_id: exact.meta({ description: 'The same, as Voucherify calls it.' }),
    created_at: momentRange,
    updated_at: momentRange,
    starting_after: Moment.optional().meta({
      ...momentMeta,
      description:
        'Customers created after it with order=created_at, before it otherwise; a page then ends with all of its last moment.',
    }),
    q: SearchText.optional().meta({
      description:
        'Words of name, email, phone or source_id in any order, or an id; not together with filters or sorts.',
    }),
    filters: filtersParameter(customerFilterFields),
  })
  .superRefine(checkPaging)
  .superRefine(checkSearch(shortcuts))
  .superRefine(checkSegment)
  .superRefine(checkScroll);
export type ListCustomersQuery = z.infer<typeof ListCustomersQuery>;

export const CustomerList = z.object({
  ...listReply,
  ...searchReply,
  data_ref: z.literal('customers'),
  customers: z.array(Customer),
});
export type CustomerList = z.infer<typeof CustomerList>;
