import { readQuantities } from '../../numbers.ts';
import type { CapturedLine } from './captured-order.ts';
import type { ReadLine, UnclearLine } from './reading.ts';

/** The minor units of an amount's text; undefined where it is none. */
export type ToMinor = (text: string | undefined) => number | undefined;

/**
 * A line whose numbers go together. `gap` is what its stated total is more than quantity x unit price: less than zero for a
 * discount. It is unexplained where the line itself does not say what for.
 */
export interface OpenLine extends ReadLine {
  gap: number;
  isUnexplained: boolean;
}

const identityOf = ({ name, sku, sourceId }: CapturedLine) => ({
  name,
  ...(sku !== undefined && { sku }),
  ...(sourceId !== undefined && { sourceId }),
});

/** A line as it stands on the page, where its numbers do not agree. */
export const toUnclear = (line: CapturedLine): UnclearLine => ({
  ...identityOf(line),
  quantityText: line.quantity,
  priceText: line.unitPrice ?? line.amount ?? '',
});

/** Reads a line: its total is quantity x unit price, less its discount, with its tax or without. Undefined where it is not. */
export function readLine(line: CapturedLine, minor: ToMinor): OpenLine | undefined {
  const quantities = readQuantities(line.quantity).filter((quantity) => quantity > 0);
  const [unit, amount] = [minor(line.unitPrice), minor(line.amount)];
  const isUnread = (text: string | undefined, read: number | undefined) =>
    text !== undefined && read === undefined;
  if (isUnread(line.unitPrice, unit) || isUnread(line.amount, amount) || (unit ?? 0) < 0) return undefined;
  const of = (quantity: number, unitPrice: number, gap = 0, isUnexplained = false): OpenLine => ({
    ...identityOf(line),
    quantity,
    unitPrice,
    amount: quantity * unitPrice,
    gap,
    isUnexplained,
  });
  if (unit === undefined) {
    const exact = quantities.filter(
      (quantity) => amount !== undefined && amount >= 0 && amount % quantity === 0,
    );
    const [quantity] = exact;
    return quantity !== undefined && exact.length === 1 ? of(quantity, (amount ?? 0) / quantity) : undefined;
  }
  const [only] = quantities.length === 1 ? quantities : [];
  if (amount === undefined) return only === undefined ? undefined : of(only, unit);
  const discount = Math.abs(minor(line.discount) ?? 0);
  const tax = minor(line.tax) ?? 0;
  for (const gap of [0, -discount, tax, tax - discount])
    for (const quantity of quantities) if (amount === quantity * unit + gap) return of(quantity, unit, gap);
  return only !== undefined && amount >= 0 && amount < only * unit
    ? of(only, unit, amount - only * unit, true)
    : undefined;
}
