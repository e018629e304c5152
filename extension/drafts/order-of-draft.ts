import { MAX_AMOUNT } from '../../shared/money.ts';
import { AmountOverflow, orderTotals, priceItem, sumItems, type Totals } from '../../shared/order-totals.ts';
import type { CreateOrder, OrderItemInput, UpdateOrder } from '../../shared/orders.ts';
import { readAmount } from '../panel/money-text.ts';
import { type TextName, text } from '../text.ts';
import { readMetadata } from './attribute-text.ts';
import type { Draft, DraftLine, DraftPerson, NewPerson, OrderForm } from './draft.ts';

/** What is wrong with a draft: a text for each field, by the path that the server would name, as in `items[0].price`. */
type Problems = Map<string, string>;

const amountProblems = {
  not_a_number: 'problem_amount',
  too_many_digits: 'problem_amount_digits',
  too_large: 'problem_amount_large',
} as const satisfies Record<string, TextName>;

function readMoney(typed: string, path: string, currency: string, problems: Problems): number | undefined {
  if (typed.trim() === '') return undefined;
  const read = readAmount(typed, currency);
  if ('amount' in read) return read.amount;
  problems.set(path, text(amountProblems[read.problem]));
  return undefined;
}

function readQuantity(typed: string, path: string, problems: Problems): number {
  const quantity = Number(typed.trim());
  if (/^\d+$/.test(typed.trim()) && quantity <= MAX_AMOUNT) return quantity;
  problems.set(path, text('problem_quantity'));
  return 0;
}

const isFree = ({ kept }: DraftLine): boolean => !kept?.product_id && !kept?.sku_id && !kept?.source_id;

function readLine(line: DraftLine, index: number, currency: string, problems: Problems): OrderItemInput {
  const path = `items[${index}]`;
  const quantity = readQuantity(line.quantity, `${path}.quantity`, problems);
  const price = readMoney(line.price, `${path}.price`, currency, problems);
  const { amount, price: _, ...kept } = line.kept ?? {};
  const hasOnlyAmount = price === undefined && line.kept?.price === undefined && amount !== undefined;
  const named = isFree(line) &&
    line.name.trim() !== '' && { product: { ...kept.product, name: line.name.trim() } };
  if (isFree(line) && line.name.trim() === '') problems.set(`${path}.name`, text('problem_line_name'));
  return {
    ...kept,
    ...named,
    quantity,
    ...(price !== undefined && { price }),
    ...(hasOnlyAmount && { amount }),
  };
}

function readPerson(person: DraftPerson | null, role: NewPerson['role'], problems: Problems): NewPerson[] {
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
  problems: Problems;
}

function totalsOf(order: CreateOrder, discountAmount: number, problems: Problems): Totals | null {
  if ([...problems.keys()].some((path) => /^(items|amount)/.test(path) && !path.endsWith('.name')))
    return null;
  try {
    const sums = sumItems((order.items ?? []).map(priceItem));
    return orderTotals({ ...sums, sentAmount: order.amount ?? null, discountAmount });
  } catch (error) {
    if (!(error instanceof AmountOverflow)) throw error;
    problems.set(error.path, text('problem_amount_large'));
    return null;
  }
}

/** What the form says, by the server's own arithmetic. `discountAmount` is what the order already has, in minor units. */
export function readForm(form: OrderForm, currency: string, discountAmount = 0): ReadForm {
  const problems: Problems = new Map();
  const items = form.lines.map((line, index) => readLine(line, index, currency, problems));
  const amount = items.length === 0 ? readMoney(form.amount, 'amount', currency, problems) : undefined;
  const people = [
    ...readPerson(form.customer, 'customer', problems),
    ...readPerson(form.referrer, 'referrer', problems),
  ];
  const metadata = readMetadata(form.attributes, problems);
  for (const [name, typed] of Object.entries(form.lookups)) {
    if (typed.trim() !== '')
      problems.set(name, text(name === 'item' ? 'problem_item_lookup' : 'problem_person_lookup'));
  }
  const order: CreateOrder = {
    ...(form.sourceId.trim() && { source_id: form.sourceId.trim() }),
    status: form.status,
    ...(items.length > 0 && { items }),
    ...(amount !== undefined && { amount }),
    ...(form.customer && { customer_id: form.customer.id }),
    ...(form.referrer && { referrer_id: form.referrer.id }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
  return { order, people, totals: totalsOf(order, discountAmount, problems), problems };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What of a form differs from the form that its order began as: what an update sends. */
function readChanges(form: OrderForm, before: OrderForm, currency: string): UpdateOrder {
  const { order } = readForm(form, currency);
  const changed = (field: keyof OrderForm): boolean => !isSame(form[field], before[field]);
  const metadata = form.attributes.flatMap((attribute) => {
    const old = before.attributes.find(({ key }) => key === attribute.key);
    if ((old?.text ?? '') === attribute.text) return [];
    return [[attribute.key, order.metadata?.[attribute.key] ?? null] as const];
  });
  return {
    ...(changed('sourceId') && order.source_id && { source_id: order.source_id }),
    ...(changed('status') && { status: order.status }),
    ...(changed('lines') && { items: order.items ?? [] }),
    ...(changed('amount') && order.amount !== undefined && { amount: order.amount }),
    ...(changed('customer') && { customer_id: order.customer_id ?? null }),
    ...(changed('referrer') && { referrer_id: order.referrer_id ?? null }),
    ...(metadata.length > 0 && { metadata: Object.fromEntries(metadata) }),
  };
}

/** What a draft sends: a whole new order, or what was changed of an old one. */
export const bodyOf = ({ id, form, base }: Draft, currency: string): CreateOrder =>
  base ? readChanges(form, base.form, currency) : { id, ...readForm(form, currency).order };
