import type { CapturedTotal } from '../meaning/captured-order.ts';
import { readMoneyText } from '../meaning/money.ts';
import { readLabel } from './headers.ts';
import type { Piece } from './pieces.ts';

/** Sums that stand together, from a subtotal to a total, and where on the page. */
export interface TotalsBlock {
  totals: CapturedTotal[];
  at: number;
}

/** How many texts may stand between a label and its amount: a tax rate, a way of shipping, a count of items. */
const BETWEEN = 3;

/** How many texts may stand between two sums of one block. */
const APART = 14;

/** "Subtotal: €29.00" in one text. */
const TOGETHER =
  /^([^:\d]{2,50}?(?:\([^()]{1,30}\)| \d{1,2}(?:[.,]\d{1,2})? ?%)?)\s?(?::|\s)\s?([-−–]?\s?(?:[\p{Sc}\p{L}.]{1,4}\s?)?\d[\d.,'’\s]{0,20}.{0,24})$/u;

/** "€34.00 (includes €5.43 VAT)". */
const WITH_TAX = /^(.{1,24}?)\s?\(([^()]{0,30}\d[^()]{0,30})\)$/;

/** An amount inside a note about tax. */
const AMOUNT_INSIDE = /(?:\p{Sc}\s?\d[\d.,'’ ]{0,14}\d|\d[\d.,'’ ]{0,14}\d\s?(?:\p{Sc}|[A-Z]{3}|kr|Kč|zł))/u;

interface Found {
  total: CapturedTotal | 'settled';
  at: number;
}

const named = (label: string, amount: string): CapturedTotal | 'settled' | undefined => {
  const read = readLabel(label);
  if (read === undefined || read === 'settled') return read;
  return { ...read, label: label.replace(/\s*:$/, '').slice(0, 60), amount };
};

/** The tax that an amount says it includes. */
function includedTax(text: string): CapturedTotal | undefined {
  const [, , note = ''] = WITH_TAX.exec(text) ?? [];
  const amount = AMOUNT_INSIDE.exec(note)?.[0];
  const label = note.replace(AMOUNT_INSIDE, '').trim();
  const read = amount ? readLabel(label) : undefined;
  return amount && read && read !== 'settled' && read.kind === 'tax'
    ? { kind: 'tax', label, amount, isIncluded: true }
    : undefined;
}

/** Whether a text is an amount of money, and not a count: it has a currency, a fraction, or is of some size. */
const isAmount = (text: string): boolean => {
  const money = readMoneyText(text);
  return (
    money !== undefined &&
    (money.token !== undefined ||
      /\D|\d{3}/.test(money.number) ||
      /\d ?[.,:] ?[-–—]/.test(text) ||
      money.number === '0')
  );
};

const amountOf = (text: string): string | undefined => {
  if (isAmount(text)) return text;
  const [, amount = ''] = WITH_TAX.exec(text) ?? [];
  return amount && isAmount(amount) ? amount : undefined;
};

/** A sum that begins at a piece: a label with its amount in it, or in one of the next. */
function readAt(
  pieces: readonly Piece[],
  at: number,
  readLabel: ReturnType<typeof labelReader>,
): { found: CapturedTotal[] | 'settled'; end: number } | undefined {
  const text = pieces[at]?.text ?? '';
  const together = TOGETHER.exec(text);
  if (together?.[1] && together[2] && isAmount(together[2])) {
    const total = named(together[1], together[2]);
    if (total) return { found: total === 'settled' ? total : [total], end: at };
  }
  const read = readLabel(text);
  if (read === undefined) return undefined;
  for (let next = at + 1; next <= at + BETWEEN + 1 && next < pieces.length; next += 1) {
    const beside = pieces[next]?.text ?? '';
    const amount = amountOf(beside);
    if (amount === undefined) {
      // Another sum's label, so that this one was a heading.
      const other = readLabel(beside);
      if (other !== undefined && (other === 'settled' || read === 'settled' || other.kind !== read.kind))
        return undefined;
      continue;
    }
    if (/^\d{1,4}$/.test(beside) && amountOf(pieces[next + 1]?.text ?? '') !== undefined) continue;
    const total = named(text, amount);
    if (!total) return undefined;
    if (total === 'settled') return { found: total, end: next };
    const included = includedTax(beside);
    return { found: included ? [total, included] : [total], end: next };
  }
  return undefined;
}

/** Reads each label once: pages repeat them. */
function labelReader(): typeof readLabel {
  const read = new Map<string, ReturnType<typeof readLabel>>();
  return (label) => {
    if (!read.has(label)) read.set(label, readLabel(label));
    return read.get(label);
  };
}

/** All sums of a page, in blocks. A block ends behind its total, at a new subtotal, or where the page goes on with other things. */
export function findTotals(pieces: readonly Piece[]): TotalsBlock[] {
  const found: Found[] = [];
  const read = labelReader();
  for (let at = 0; at < pieces.length; at += 1) {
    const sum = readAt(pieces, at, read);
    if (!sum) continue;
    for (const total of sum.found === 'settled' ? (['settled'] as const) : sum.found)
      found.push({ total, at });
    at = sum.end;
  }
  const blocks: TotalsBlock[] = [];
  let last: { at: number; isClosed: boolean } | undefined;
  for (const { total, at } of found) {
    if (total === 'settled') {
      if (last) last.isClosed = true;
      continue;
    }
    const block = blocks.at(-1);
    const isSameTotal = total.isIncluded === true || isOtherTotal(block, total);
    const isNear = last !== undefined && at - last.at <= APART && (!last.isClosed || isSameTotal);
    if (block && isNear) block.totals.push(total);
    else blocks.push({ totals: [total], at });
    last = { at, isClosed: (last?.isClosed === true && isNear) || total.kind === 'total' };
  }
  return distinct(blocks);
}

/** Whether a total is the same with or without tax as the one before. */
const isOtherTotal = (block: TotalsBlock | undefined, total: CapturedTotal): boolean =>
  total.kind === 'total' &&
  total.basis !== undefined &&
  (block?.totals.some(({ kind, basis }) => kind === 'total' && basis !== total.basis) ?? false);

/** Blocks without those that only repeat another, as pages do for small screens. */
function distinct(blocks: TotalsBlock[]): TotalsBlock[] {
  const seen = new Set<string>();
  return blocks.filter(({ totals }) => {
    const key = JSON.stringify(totals.map(({ kind, amount }) => [kind, amount.replace(/\s/g, '')]));
    return !seen.has(key) && seen.add(key);
  });
}
