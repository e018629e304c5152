import * as z from 'zod';
import { CreateCustomer } from '../../../shared/customers/customers.ts';
import { CreateOrder, Order, OrderItem, OrderStatus } from '../../../shared/orders/orders.ts';
import { newId } from '../../identifiers.ts';
import { DraftAttribute } from '../attributes/draft-attribute.ts';
import { draftSchema } from '../store/draft.ts';

/**
 * A line. What the catalogue or the stored order said of it is in `kept`, and goes back to the server as it
 * came.
 */
export const DraftLine = z.object({
  key: z.string(),
  name: z.string(),
  quantity: z.string(),
  price: z.string(),
  kept: OrderItem.omit({ object: true, subtotal_amount: true }).partial().optional(),
});
export type DraftLine = z.infer<typeof DraftLine>;

/**
 * A customer or referrer: a known one, or a new one to be made before the order. The new one's id is made
 * here, as the order's is: an order that carried the person inline would overwrite the profile of the
 * customer it already has.
 */
export const DraftPerson = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), id: z.string(), label: z.string() }),
  z.object({
    kind: z.literal('new'),
    id: z.string(),
    name: z.string(),
    email: z.string(),
    phone: z.string(),
    sourceId: z.string(),
  }),
]);
export type DraftPerson = z.infer<typeof DraftPerson>;

/** A person to be made before the order that names them. */
export const NewPerson = z.object({ role: z.enum(['customer', 'referrer']), profile: CreateCustomer });
export type NewPerson = z.infer<typeof NewPerson>;

/** What the form shows. */
export const OrderForm = z.object({
  sourceId: z.string(),
  status: OrderStatus,
  lines: z.array(DraftLine),
  /** The total of an order without lines. */
  amount: z.string(),
  customer: DraftPerson.nullable(),
  referrer: DraftPerson.nullable(),
  attributes: z.array(DraftAttribute),
  /** Of vouchers, to be redeemed with a new order. */
  codes: z.array(z.string()).default([]),
  /** What was typed to look something up, and not chosen yet. */
  lookups: z.object({
    item: z.string(),
    customer: z.string(),
    referrer: z.string(),
    code: z.string().default(''),
  }),
});
export type OrderForm = z.infer<typeof OrderForm>;

/** A draft of a new order, or of a change of the order `base`. */
export const OrderDraft = draftSchema(OrderForm, Order, {
  people: z.array(NewPerson),
  body: CreateOrder,
  codes: z.array(z.string()).default([]),
}).extend({
  /** The text on a page that it began with. */
  selection: z.string().optional(),
});
export type OrderDraft = z.infer<typeof OrderDraft>;

export const newLine = (line: Partial<DraftLine> = {}): DraftLine => ({
  key: crypto.randomUUID(),
  name: '',
  quantity: '1',
  price: '',
  ...line,
});

export const emptyForm: OrderForm = {
  sourceId: '',
  status: 'CREATED',
  lines: [],
  amount: '',
  customer: null,
  referrer: null,
  attributes: [],
  codes: [],
  lookups: { item: '', customer: '', referrer: '', code: '' },
};

/** A new order of which nothing is known, or what a selected text said. */
export const newOrderDraft = (
  server: string,
  form: Partial<OrderForm> = {},
  selection?: string,
): OrderDraft => ({
  id: newId('order'),
  server,
  base: null,
  form: { ...emptyForm, ...form },
  ...(selection && { selection }),
  changedAt: Date.now(),
  delivery: { state: 'open' },
});
