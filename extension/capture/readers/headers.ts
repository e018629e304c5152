import type { CapturedTotal } from '../meaning/captured-order.ts';
import { type FoundWords, findWords, fold } from './words.ts';

/** Whether an amount has tax in it, where the page says so. */
type Basis = NonNullable<CapturedTotal['basis']>;

/** What a column of a table holds. */
type ColumnRole = 'name' | 'sku' | 'quantity' | 'unit' | 'total' | 'tax' | 'discount' | 'list' | 'other';

export interface Column {
  role: ColumnRole;
  basis?: Basis;
}

/** Longer texts head no column and label no amount. */
const MAX_HEADER = 60;

const basisOf = ({ has }: FoundWords): Basis | undefined =>
  has('net') ? 'net' : has('gross') ? 'gross' : undefined;

/** What a header says of its column; undefined where none of its words is known. */
export function readHeader(header: string): Column | undefined {
  if (header === '' || header.length > MAX_HEADER) return undefined;
  const folded = fold(header);
  const found = findWords(folded);
  const { has } = found;
  const basis = basisOf(found);
  const money = (role: ColumnRole): Column => ({ role, ...(basis && { basis }) });
  if (has('other')) return { role: 'other' };
  if (has('price') && !has('total')) return money('unit');
  if (has('unit') && !has('total') && !has('quantity')) return money('unit');
  if (has('quantity') && !has('price')) return { role: 'quantity' };
  if (has('discount') && !has('total')) return { role: 'discount' };
  if (has('tax') && !basis) return { role: folded.includes('%') ? 'other' : 'tax' };
  if (has('discount')) return { role: 'discount' };
  if (has('total')) return money('total');
  if (has('sku')) return { role: 'sku' };
  if (has('name')) return { role: 'name' };
  if (has('list')) return { role: 'list' };
  if (has('tax')) return { role: 'tax' };
  return undefined;
}

/** How much may stand in a label beside its words: a rate, a count, a way of shipping. */
const BESIDE = 34;
/** How far from its beginning a label's words may stand. */
const WITHIN = 12;

const SPECIFIC = ['discount', 'shipping', 'fee'] as const;

/** Whether a label is about tax, and not about another amount with or without it: "Tax total", "Total tax", "incl. VAT". */
function isTax({ at, has }: FoundWords, hasBasis: boolean): boolean {
  const sum = Math.min(at('grandTotal'), at('shipping'));
  const others = Math.min(at('subtotal'), at('discount'), at('fee'));
  return has('tax') && (at('tax') < Math.min(sum, others) || (!hasBasis && sum < others));
}

/** Whether a label is about this: "Shipping", "Discount subtotal", "Total discount", but not "Total incl. shipping". */
function isAbout({ at, has }: FoundWords, kind: (typeof SPECIFIC)[number], length: number): boolean {
  const place = at(kind);
  if (place > WITHIN || length > BESIDE + 20) return false;
  return place < Math.min(at('subtotal'), at('grandTotal')) || (at('subtotal') > place && !has('relation'));
}

/** What an amount is by the label beside it; undefined where it is none of an order's sums. `settled` ones follow from the total. */
export function readLabel(label: string): Omit<CapturedTotal, 'label' | 'amount'> | 'settled' | undefined {
  if (label === '' || label.length > MAX_HEADER) return undefined;
  const folded = fold(label);
  if (folded === '') return undefined;
  const found = findWords(folded);
  const basis = basisOf(found);
  const begins = (meaning: 'subtotal' | 'grandTotal'): boolean =>
    found.at(meaning) <= WITHIN && folded.length - found.phrase(meaning).length <= BESIDE;
  if (found.has('settled')) return 'settled';
  if (isTax(found, basis !== undefined))
    return { kind: 'tax', ...(basis === 'gross' && { isIncluded: true }) };
  const kind = SPECIFIC.find((word) => isAbout(found, word, folded.length));
  if (kind) return { kind, ...(basis && kind !== 'discount' && { basis }) };
  if (begins('subtotal') || found.phrase('goods') === folded)
    return { kind: 'subtotal', ...(basis && { basis }) };
  if (begins('grandTotal')) return { kind: 'total', ...(basis && { basis }) };
  return undefined;
}
