import { MAX_AMOUNT } from '../../../shared/money.ts';
import {
  AmountOverflow,
  orderTotals,
  priceItem,
  sumItems,
  type Totals,
} from '../../../shared/orders/order-totals.ts';
import type { CreateOrder, OrderItemInput, UpdateOrder } from '../../../shared/orders/orders.ts';
import { amountProblemText, readAmount } from '../../money-text.ts';
import { type TextName, text } from '../../text.ts';
import { changedMetadata, readMetadata } from '../attributes/attribute-text.ts';
import { isSameJson } from '../store/same-json.ts';
import type { DraftLine, DraftPerson, NewPerson, OrderDraft, OrderForm } from './order-draft.ts';

/** What is wrong with a draft: a text for each field, by the path that the server would name, as in `items[0].price`. */
type OrderFormProblems = Map<string, string>;

function readMoney(
  typed: string,
  path: string,
  currency: string,
  problems: OrderFormProblems,
): number | undefined {
  if (typed.trim() === '') return undefined;
  const read = readAmount(typed, currency);
  if ('amount' in read) return read.amount;
  problems.set(path, amountProblemText(read, currency));
  return undefined;
}

function readQuantity(typed: string, path: string, problems: OrderFormProblems): number {
  const quantity = Number(typed.trim());
  if (/^\d+$/.test(typed.trim()) && quantity <= MAX_AMOUNT) return quantity;
  problems.set(path, text('problem_quantity'));
  return 0;
}

/** A line that the catalogue or a stored order knows goes back by what it had; a new one is its name. */
function readLine(
  line: DraftLine,
  index: number,
  currency: string,
  problems: OrderFormProblems,
): OrderItemInput {
  const path = `items[${index}]`;
  const quantity = readQuantity(line.quantity, `${path}.quantity`, problems);
  const price = readMoney(line.price, `${path}.price`, currency, problems);
  const { amount, price: _, ...kept } = line.kept ?? { product: { name: line.name.trim() } };
  const hasOnlyAmount = price === undefined && line.kept?.price === undefined && amount !== undefined;
  return {
    ...kept,
    quantity,
    ...(price !== undefined && { price }),
    ...(hasOnlyAmount && { amount }),
  };
}

function readPerson(
  person: DraftPerson | null,
  role: NewPerson['role'],
  problems: OrderFormProblems,
): NewPerson[] {
  if (person?.kind !== 'new') return [];
  const typed = { name: person.name, email: person.email, phone: person.phone, source_id: person.sourceId };
  const given = Object.entries(typed).flatMap(([name, value]) =>
    value.trim() ? [[name, value.trim()]] : [],
  );
  if (given.length === 0) problems.set(`${role}.name`, text('problem_person'));
  return [{ role, profile: { id: person.id, ...Object.fromEntries(given) } }];
}

/** An order as the form has it, and what is wrong with that. */
export interface ReadForm {
  order: CreateOrder;
  /** Who is to be made before the order. */
  people: NewPerson[];
  /** As the server will work them out; null while an amount is not one. */
  totals: Totals | null;
  problems: OrderFormProblems;
}

/** Whether the catalogue is asked for the price of a line, which the panel does not know then. */
const isPricedByCatalogue = ({ price, product_id, sku_id, source_id }: OrderItemInput): boolean =>
  price === undefined && (product_id ?? sku_id ?? source_id) !== undefined;

/**
 * The amount that counts where the lines do not say one: as typed, or as the order last got it, which it answers only as long as its
 * lines do not say one. Undefined where nobody knows.
 */
function sentAmountOf(
  { amount, items = [] }: CreateOrder,
  base: OrderDraft['base'],
): number | null | undefined {
  if (amount !== undefined || items.length === 0) return amount ?? 0;
  if (!base) return null;
  const { itemsAmount } = sumItems(base.stored.items);
  return itemsAmount === null ? base.stored.amount : undefined;
}

function workOut(order: CreateOrder, base: OrderDraft['base']): Totals | null {
  const { items = [] } = order;
  if (items.some(isPricedByCatalogue)) return null;
  const sums = sumItems(items.map(priceItem));
  const sentAmount = sums.itemsAmount === null ? sentAmountOf(order, base) : null;
  const discountAmount = base?.stored.discount_amount ?? 0;
  return sentAmount === undefined ? null : orderTotals({ ...sums, sentAmount, discountAmount });
}

function totalsOf(
  form: OrderForm,
  order: CreateOrder,
  base: OrderDraft['base'],
  problems: OrderFormProblems,
): Totals | null {
  if ([...problems.keys()].some((path) => /^(items|amount)/.test(path))) return null;
  if (base && isSameJson(form.lines, base.form.lines) && form.amount === base.form.amount) {
    const { amount, total_discount_amount, total_amount } = base.stored;
    return { amount, totalDiscountAmount: total_discount_amount, totalAmount: total_amount };
  }
  try {
    return workOut(order, base);
  } catch (error) {
    if (!(error instanceof AmountOverflow)) throw error;
    problems.set(error.path, text('problem_amount_large'));
    return null;
  }
}

const lookupProblems = {
  item: 'problem_item_lookup',
  customer: 'problem_person_lookup',
  referrer: 'problem_person_lookup',
  code: 'problem_code_lookup',
} as const satisfies Record<keyof OrderForm['lookups'], TextName>;

/** What the form says, by the server's own arithmetic. `base` is the order that it changes. */
export function readForm(form: OrderForm, currency: string, base: OrderDraft['base'] = null): ReadForm {
  const problems: OrderFormProblems = new Map();
  const items = form.lines.map((line, index) => readLine(line, index, currency, problems));
  const amount = items.length === 0 ? readMoney(form.amount, 'amount', currency, problems) : undefined;
  const people = [
    ...readPerson(form.customer, 'customer', problems),
    ...readPerson(form.referrer, 'referrer', problems),
  ];
  const metadata = readMetadata(form.attributes, problems);
  for (const [name, typed] of Object.entries(form.lookups)) {
    if (typed.trim() !== '') problems.set(name, text(lookupProblems[name as keyof typeof lookupProblems]));
  }
  // The API can change it, but not take it away.
  if (base?.form.sourceId && form.sourceId.trim() === '') problems.set('source_id', text('problem_required'));
  const order: CreateOrder = {
    ...(form.sourceId.trim() && { source_id: form.sourceId.trim() }),
    status: form.status,
    ...(items.length > 0 && { items }),
    ...(amount !== undefined && { amount }),
    ...(form.customer && { customer_id: form.customer.id }),
    ...(form.referrer && { referrer_id: form.referrer.id }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
  return { order, people, totals: totalsOf(form, order, base, problems), problems };
}

/** What of a form differs from the form that its order began as: what an update sends. */
function readChanges(form: OrderForm, base: NonNullable<OrderDraft['base']>, currency: string): UpdateOrder {
  const before = base.form;
  const { order } = readForm(form, currency, base);
  const changed = (field: keyof OrderForm): boolean => !isSameJson(form[field], before[field]);
  const metadata = changedMetadata(form.attributes, before.attributes, order.metadata);
  const hasOtherAmount = form.lines.length === 0 && (changed('amount') || changed('lines'));
  return {
    ...(changed('sourceId') && order.source_id && { source_id: order.source_id }),
    ...(changed('status') && { status: order.status }),
    ...(changed('lines') && { items: order.items ?? [] }),
    ...(hasOtherAmount && { amount: order.amount ?? 0 }),
    ...(changed('customer') && { customer_id: order.customer_id ?? null }),
    ...(changed('referrer') && { referrer_id: order.referrer_id ?? null }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** What a draft sends: a whole new order, or what was changed of an old one. */
export const bodyOf = ({ id, form, base }: OrderDraft, currency: string): CreateOrder =>
  base ? readChanges(form, base, currency) : { id, ...readForm(form, currency).order };
