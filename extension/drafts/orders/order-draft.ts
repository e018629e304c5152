import * as z from 'zod';
import { CreateCustomer } from '../../../shared/customers/customers.ts';
import { ErrorBody } from '../../../shared/errors.ts';
import { CreateOrder, Order, OrderItem, OrderStatus } from '../../../shared/orders/orders.ts';
import { newId } from '../../identifiers.ts';
import { DraftAttribute } from '../attributes/draft-attribute.ts';

/*
 * An order as it is being typed. Everything is kept as it was typed, also what is not valid yet, so that nothing is lost
 * between two key strokes and a closed panel.
 */

/** A line. What the catalogue or the stored order said of it is in `kept`, and goes back to the server as it came. */
export const DraftLine = z.object({
  key: z.string(),
  name: z.string(),
  quantity: z.string(),
  price: z.string(),
  kept: OrderItem.omit({ object: true, subtotal_amount: true }).partial().optional(),
});
export type DraftLine = z.infer<typeof DraftLine>;

/**
 * A customer or referrer: a known one, or a new one to be made before the order. The new one's id is made here, as the order's is:
 * an order that carried the person inline would overwrite the profile of the customer it already has.
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

/**
 * Where a draft is: being typed; to be sent, with what exactly and since when it was first tried; refused by the server, which said
 * why; or overtaken by a change made elsewhere, with the order as it is now.
 */
const Delivery = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open') }),
  z.object({
    state: z.literal('queued'),
    people: z.array(NewPerson),
    body: CreateOrder,
    codes: z.array(z.string()).default([]),
    idempotencyKey: z.string(),
    savedAt: z.number(),
    firstTriedAt: z.number().nullable(),
  }),
  z.object({ state: z.literal('refused'), error: ErrorBody.nullable() }),
  z.object({ state: z.literal('overtaken'), theirs: Order, etag: z.string().optional() }),
]);
export type Delivery = z.infer<typeof Delivery>;

/** A draft of a new order, or of a change of the order `base`, with the form that it began as. It is for one server only. */
export const Draft = z.object({
  /** The order's id: made here for a new one, so that sending it twice makes one order. */
  id: z.string(),
  server: z.string(),
  base: z.object({ order: Order, etag: z.string().optional(), form: OrderForm }).nullable(),
  form: OrderForm,
  /** The text on a page that it began with. */
  selection: z.string().optional(),
  changedAt: z.number(),
  /** Whether a new order may be with the server already: it was to be sent, and edited before it was known what became of it. */
  mayBeThere: z.boolean().optional(),
  delivery: Delivery,
});
export type Draft = z.infer<typeof Draft>;

export type QueuedDraft = Draft & { delivery: { state: 'queued' } };

export const isQueued = (draft: Draft): draft is QueuedDraft => draft.delivery.state === 'queued';

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

/** What becomes of where a draft is when it is typed into: one that waited to be sent is open again. */
export const reopened = (draft: Draft): Pick<Draft, 'delivery' | 'mayBeThere'> =>
  isQueued(draft) ? { delivery: { state: 'open' }, mayBeThere: draft.base === null } : draft;

/** The draft with something changed: it is newer than before even within one millisecond, which is how windows tell which is which. */
export const withChange = (draft: Draft, change: Partial<Draft>): Draft => ({
  ...draft,
  ...change,
  changedAt: Math.max(Date.now(), draft.changedAt + 1),
});

/** A new order of which nothing is known, or what a selected text said. */
export const newDraft = (server: string, form: Partial<OrderForm> = {}, selection?: string): Draft => ({
  id: newId('order'),
  server,
  base: null,
  form: { ...emptyForm, ...form },
  ...(selection && { selection }),
  changedAt: Date.now(),
  delivery: { state: 'open' },
});
