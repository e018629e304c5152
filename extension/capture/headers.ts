import type { CapturedTotal } from './captured-order.ts';
import { fold, words } from './words.ts';

/** Whether an amount has tax in it, where the page says so. */
type Basis = NonNullable<CapturedTotal['basis']>;

/** What a column of a table holds. */
export type ColumnRole =
  | 'name'
  | 'sku'
  | 'quantity'
  | 'unit'
  | 'total'
  | 'tax'
  | 'discount'
  | 'list'
  | 'other';

export interface Column {
  role: ColumnRole;
  basis?: Basis;
}

/** Longer texts head no column and label no amount. */
const MAX_HEADER = 60;

const basisOf = (folded: string): Basis | undefined =>
  words.net.test(folded) ? 'net' : words.gross.test(folded) ? 'gross' : undefined;

/** What a header says of its column; undefined where none of its words is known. */
export function readHeader(header: string): Column | undefined {
  if (header.length > MAX_HEADER) return undefined;
  const folded = fold(header);
  const has = (word: keyof typeof words): boolean => words[word].test(folded);
  const basis = basisOf(folded);
  const money = (role: ColumnRole): Column => ({ role, ...(basis && { basis }) });
  if (folded === '') return undefined;
  if (has('other')) return { role: 'other' };
  if (has('price') && !has('total')) return money('unit');
  if (has('unit') && !has('total') && !has('quantity')) return money('unit');
  if (has('quantity') && !has('price')) return { role: 'quantity' };
  if (has('discount') && !has('total')) return { role: 'discount' };
  if (has('tax') && !has('total') && !basis)
    return folded.includes('%') ? { role: 'other' } : { role: 'tax' };
  if (has('tax') && has('total') && !basis) return { role: 'tax' };
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

type Word = keyof typeof words;

/** Where a word stands in a label. */
const placeOf = (folded: string, ...anyOf: Word[]): number =>
  Math.min(...anyOf.map((word) => words[word].exec(folded)?.index ?? Number.POSITIVE_INFINITY));

/** Whether a label is about tax, and not about another amount with or without it: "Tax total", "Total tax", "incl. VAT". */
function isTax(folded: string, hasBasis: boolean): boolean {
  const tax = placeOf(folded, 'tax');
  if (!Number.isFinite(tax)) return false;
  const [sum, others] = [
    placeOf(folded, 'grandTotal', 'shipping'),
    placeOf(folded, 'subtotal', 'discount', 'fee'),
  ];
  return tax < Math.min(sum, others) || (!hasBasis && sum < others);
}

/** Whether a label is about what a word names: "Shipping", "Discount subtotal", "Total discount", but not "Total incl. shipping". */
function isAbout(folded: string, word: Word): boolean {
  const [place, total] = [placeOf(folded, word), placeOf(folded, 'subtotal', 'grandTotal')];
  if (place > WITHIN || folded.length > BESIDE + 20) return false;
  return place < total || (placeOf(folded, 'subtotal') > place && !words.relation.test(folded));
}

/** What an amount is by the label beside it; undefined where it is none of an order's sums. `settled` ones follow from the total. */
export function readLabel(label: string): Omit<CapturedTotal, 'label' | 'amount'> | 'settled' | undefined {
  if (label.length > MAX_HEADER) return undefined;
  const folded = fold(label);
  if (folded === '') return undefined;
  const basis = basisOf(folded);
  const begins = (word: Word): boolean => {
    const found = words[word].exec(folded);
    return found !== null && found.index <= WITHIN && folded.length - found[0].length <= BESIDE;
  };
  if (words.settled.test(folded)) return 'settled';
  if (isTax(folded, basis !== undefined))
    return { kind: 'tax', ...(basis === 'gross' && { isIncluded: true }) };
  const kind = (['discount', 'shipping', 'fee'] as const).find((word) => isAbout(folded, word));
  if (kind) return { kind, ...(basis && kind !== 'discount' && { basis }) };
  if (begins('subtotal') || words.goods.exec(folded)?.[0] === folded)
    return { kind: 'subtotal', ...(basis && { basis }) };
  if (begins('grandTotal')) return { kind: 'total', ...(basis && { basis }) };
  return undefined;
}
