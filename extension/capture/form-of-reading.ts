import { splitAmount } from '../../shared/money.ts';
import {
  type DraftLine,
  type DraftPerson,
  emptyForm,
  newLine,
  type OrderForm,
} from '../drafts/orders/order-draft.ts';
import { newId } from '../identifiers.ts';
import { toInputText } from '../money-text.ts';
import type { CapturedOrder } from './meaning/captured-order.ts';
import type { Reading, ReadLine, UnclearLine } from './meaning/reading.ts';

/** How the amounts below the lines are called as lines of an order. */
export interface SumNames {
  shipping: string;
  tax: string;
}

const isRead = (line: ReadLine | UnclearLine): line is ReadLine => 'unitPrice' in line;

/** A line of the page as the form has it. One whose numbers do not agree has its name only. */
export const toDraftLine = (line: ReadLine | UnclearLine, currency: string): DraftLine =>
  newLine({
    name: line.name,
    ...(isRead(line) && { quantity: String(line.quantity), price: toInputText(line.unitPrice, currency) }),
  });

const sumLine = (name: string, amount: number, currency: string): DraftLine[] =>
  amount > 0 ? [newLine({ name, price: toInputText(amount, currency) })] : [];

/** Takes a discount off lines in proportion to what they cost: an order's lines and total then are those of the page. */
function withDiscount(lines: DraftLine[], amounts: readonly number[], discount: number): DraftLine[] {
  if (discount === 0) return lines;
  const parts = splitAmount(discount, amounts);
  return lines.map((line, index) => {
    const part = parts[index] ?? 0;
    return part === 0
      ? line
      : { ...line, kept: { product: { name: line.name }, ...line.kept, discount_amount: part } };
  });
}

function toPerson({ customer: { name = '', email = '', phone = '' } }: CapturedOrder): DraftPerson | null {
  if (name === '' && email === '') return null;
  return { kind: 'new', id: newId('customer'), name, email, phone, sourceId: '' };
}

/**
 * The form of an order as a page has it: the ticked lines (as `lines` has them, matched or not), then shipping, added tax and fees as lines of their own,
 * and the discount taken off the ticked lines. The sums are left out where not all lines are in.
 */
export function formOfReading(
  order: CapturedOrder,
  reading: Reading,
  ticked: readonly number[],
  lines: readonly DraftLine[],
  names: SumNames,
): Partial<OrderForm> {
  const isWhole = reading.agrees && ticked.length === reading.lines.length;
  const sums = isWhole
    ? [
        ...sumLine(names.shipping, reading.adjustments.shipping, reading.currency),
        ...sumLine(names.tax, reading.adjustments.tax, reading.currency),
        ...reading.adjustments.fees.flatMap(({ name, amount }) => sumLine(name, amount, reading.currency)),
      ]
    : [];
  const amounts = ticked.map((index) => {
    const line = reading.lines[index];
    return line && isRead(line) ? line.amount : 0;
  });
  // A fee below zero is a discount.
  const taken = isWhole
    ? reading.adjustments.fees.reduce(
        (off, { amount }) => off - Math.min(amount, 0),
        reading.adjustments.discount,
      )
    : 0;
  return {
    ...(order.sourceId && { sourceId: order.sourceId.replace(/^#/, '') }),
    lines: [...withDiscount([...lines], amounts, taken), ...sums],
    customer: toPerson(order),
    lookups: emptyForm.lookups,
  };
}
