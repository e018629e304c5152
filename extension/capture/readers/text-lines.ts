import { plainText } from '../../numbers.ts';
import type { CapturedLine } from '../meaning/captured-order.ts';
import { readMoneyText } from '../meaning/money.ts';
import { rootsOf } from './grid.ts';
import { readLabel } from './headers.ts';
import { isHidden } from './page-text.ts';
import { piecesOf } from './pieces.ts';
import { nameOf, skuOf, splitQuantity } from './product-text.ts';

/*
 * Lines of pages that are no tables: a name, and near it "€14.50 × 2", "2 × €14.50", "2x" or "Qty: 2". Where such a mark
 * stands the smallest part of the page around it is looked for that has one of them and no sums: that is a line.
 */

/** A price and a quantity in one text. */
const PRICE_TIMES = /^(\D{0,4}\d[\d.,'’\s]{0,14}(?:\s?[\p{Sc}\p{L}.]{1,4})?)\s?[×x✕*]\s?(\d{1,6})$/iu;
const TIMES_PRICE = /^(\d{1,6})\s?[×x✕*]\s?(\D{0,4}\d[\d.,'’\s]{0,14}(?:\s?[\p{Sc}\p{L}.]{1,4})?)$/iu;
const TIMES = /^(?:[×x✕]\s?(\d{1,6})|(\d{1,6})\s?[×x✕])$/i;
const NAMED =
  /^(?:qty|quantity|menge|anzahl|qt[ée]|quantit[ée]|cantidad|cant|quantit[àa]|q\.?t[àa]|ilo[śs][ćc]|aantal|quantidade|qtd|mno[žz]stv[íi]|po[čc]et|antal)\.?\s?[:×x]?\s?(\d{1,6})?$/iu;

const MAX_MARKS = 400;
const MAX_MARK = 120;
const MAX_CLIMB = 8;
const MAX_PIECES_OF_LINE = 30;

interface Marked {
  quantity: string;
  unitPrice?: string;
  /** Where the quantity stands before or behind it. */
  name?: string;
}

function readMark(text: string, next: string): Marked | undefined {
  if (text.length > MAX_MARK) return undefined;
  const plain = plainText(text);
  const [, price, times] = PRICE_TIMES.exec(plain) ?? [];
  if (price && times && readMoneyText(price)) return { quantity: times, unitPrice: price.trim() };
  const [, count, each] = TIMES_PRICE.exec(plain) ?? [];
  if (count && each && readMoneyText(each)?.token) return { quantity: count, unitPrice: each.trim() };
  const [, behind, before] = TIMES.exec(plain) ?? [];
  if (behind ?? before) return { quantity: behind ?? before ?? '' };
  const named = NAMED.exec(plain);
  const quantity = named?.[1] ?? (named && /^\d{1,6}$/.test(next) ? next : undefined);
  if (quantity !== undefined) return { quantity };
  const split = splitQuantity(text);
  return split.quantity !== undefined && /\p{L}{2}/u.test(split.name)
    ? { name: split.name, quantity: split.quantity }
    : undefined;
}

/** Elements that hold a quantity. */
function findMarks(root: ParentNode, isLeftOut: (element: Element) => boolean): Element[] {
  const marks: Element[] = [];
  for (const part of rootsOf(root)) {
    const owner = part.nodeType === 9 ? (part as Document) : part.ownerDocument;
    const texts = owner?.createTreeWalker(part, 4);
    for (let node = texts?.nextNode(); node && marks.length < MAX_MARKS; node = texts?.nextNode()) {
      const text = node.nodeValue?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || text.length > MAX_MARK || !parent || !/[\d×x✕*]|^\p{L}{2,12}\.?:?$/iu.test(text))
        continue;
      const inside = parent.textContent ?? '';
      const whole = inside.length <= MAX_MARK ? inside.replace(/\s+/g, ' ').trim() : text;
      if (readMark(whole, '0') ?? readMark(text, '0')) marks.push(parent);
    }
  }
  return [...new Set(marks)].filter((mark) => !isHidden(mark) && !isLeftOut(mark));
}

const textsOf = (element: Element): string[] =>
  piecesOf(element, new Set(), MAX_PIECES_OF_LINE + 1).pieces.map(({ text }) => text);

/** How many marks each part of the page has, up to where it is more than a line. */
function countMarks(marks: readonly Element[]): Map<Element, number> {
  const counts = new Map<Element, number>();
  for (const mark of marks) {
    let part: Element | null = mark;
    for (let climbed = 0; part && climbed < MAX_CLIMB; climbed += 1, part = part.parentElement)
      counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}

/** The largest part of the page around a mark that has no other mark and no sums. */
function lineAround(mark: Element, counts: ReadonlyMap<Element, number>): string[] | undefined {
  const own = counts.get(mark);
  let texts: string[] | undefined;
  let part: Element | null = mark;
  for (let climbed = 0; part && climbed < MAX_CLIMB; climbed += 1, part = part.parentElement) {
    if (counts.get(part) !== own) break;
    const next = textsOf(part);
    if (next.length > MAX_PIECES_OF_LINE || next.some((text) => readLabel(text) !== undefined)) break;
    texts = next;
  }
  return texts;
}

function readTexts(texts: readonly string[]): CapturedLine[] {
  const at = texts.findIndex((text, index) => readMark(text, texts[index + 1] ?? '') !== undefined);
  const mark = readMark(texts[at] ?? '', texts[at + 1] ?? '');
  const name = texts.find(
    (text) => /\p{L}{2}/u.test(text) && readMark(text, '') === undefined && readMoneyText(text) === undefined,
  );
  if (!mark || name === undefined) return [];
  const amounts = texts.filter(
    (text, index) => index !== at && readMoneyText(text) !== undefined && !/^\d+$/.test(text),
  );
  const [first, last] = [amounts[0], amounts.at(-1)];
  const sku = skuOf(texts);
  const line = { name: nameOf([name]), quantity: mark.quantity, ...(sku && { sku }) };
  if (mark.unitPrice !== undefined)
    return [{ ...line, unitPrice: mark.unitPrice, ...(last !== undefined && { amount: last }) }];
  if (first === undefined || last === undefined) return [];
  return amounts.length > 1
    ? [{ ...line, unitPrice: first, amount: last }]
    : [
        { ...line, amount: last },
        { ...line, unitPrice: first },
      ];
}

/** Ways to read the lines that a page has outside of tables, the likelier first. */
export function readTextLines(
  root: ParentNode,
  isLeftOut: (element: Element) => boolean = () => false,
): CapturedLine[][] {
  const marks = findMarks(root, isLeftOut);
  const counts = countMarks(marks);
  const read = marks.flatMap((mark) => {
    const texts = lineAround(mark, counts);
    const lines = texts ? readTexts(texts) : [];
    return lines.length > 0 ? [lines] : [];
  });
  if (read.length === 0) return [];
  const [likelier, other] = [0, 1].map((choice) => read.flatMap((lines) => lines[choice] ?? lines[0] ?? []));
  return [likelier ?? [], ...(read.some((lines) => lines.length > 1) ? [other ?? []] : [])];
}
