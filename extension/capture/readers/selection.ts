import { plainText, readQuantities } from '../../numbers.ts';
import type { CapturedLine, CapturedOrder } from '../meaning/captured-order.ts';
import { readMoneyText } from '../meaning/money.ts';
import { readLabel } from './headers.ts';
import { findCustomer, findOrderNumbers } from './order-facts.ts';
import type { Piece } from './pieces.ts';
import { nameOf, skuOf, splitQuantity } from './product-text.ts';
import { joinTotals, largest } from './read-tables.ts';
import { findTotals } from './totals.ts';

/** A whole page may be selected: what is longer than this is not read, in characters. */
const MAX_TEXT = 50_000;
const MAX_ROW = 300;
const MAX_LINES = 200;

/** A price at the end of a row: it has a currency or a fraction, so that "iPhone 15" has none. */
const PRICE =
  /^(.*?)(?:\s*[-–—:@]\s*|\s+)((?:\p{Sc}|[A-Z]{2,3}\s?)\s?\d[\d.,'’ ]{0,14}|\d[\d.,'’ ]{0,12}[.,]\d{2}(?:\s?(?:\p{Sc}|[A-Z]{3}|kr|Kč|zł))?|\d[\d.,'’ ]{0,14}\s?(?:\p{Sc}|EUR|USD|GBP|CHF|kr|Kč|zł))(?:\s(?:each|per piece|pro Stück|p\/st))?$/u;

interface Row {
  text: string;
  prices: string[];
}

/** Takes the prices off the end of a row, the last first: "Mug — €4.50 = €9.00". */
function takePrices(row: string): Row {
  const prices: string[] = [];
  let text = row;
  for (let found = PRICE.exec(text); found && prices.length < 2; found = PRICE.exec(text)) {
    prices.unshift((found[2] ?? '').trim());
    text = (found[1] ?? '').replace(/\s*[=×x]\s*$/, '').trim();
  }
  return { text, prices };
}

const isName = (name: string): boolean =>
  /\p{L}{2}/u.test(name) &&
  readMoneyText(name) === undefined &&
  readLabel(name.replace(/:$/, '')) === undefined &&
  !/\s[×x]\s/u.test(name);

/** A row as a line: with a quantity before or behind its name, or in a cell of its own. */
function readRow(
  row: string,
): { name: string; quantity: string; prices: string[]; sku?: string } | undefined {
  const cells = row
    .split('\t')
    .map((cell) => cell.trim())
    .filter(Boolean);
  const { text, prices } =
    cells.length > 1
      ? {
          text: cells[0] ?? '',
          prices: cells.slice(1).filter((cell) => /\D/.test(cell) && readMoneyText(cell)),
        }
      : takePrices(row);
  const sku = skuOf(cells.length > 1 ? cells : [text]);
  const of = (name: string, quantity: string) => ({ name, quantity, prices, ...(sku && { sku }) });
  const { name, quantity } = splitQuantity(plainText(text));
  if (quantity !== undefined && isName(name)) return of(nameOf([name]), quantity);
  const counts = cells
    .slice(1)
    .filter((cell) => /^[×x]?\s?\d{1,6}\s?[×x]?$/u.test(cell) && readQuantities(cell).length > 0);
  return counts.length === 1 && counts[0] && prices.length > 0 && isName(text)
    ? of(nameOf([text]), counts[0])
    : undefined;
}

type Read = NonNullable<ReturnType<typeof readRow>>;

/** One price beside a quantity may be that of one or of all. */
const toLine = ({ prices: [first, second], ...line }: Read, isOfOne: boolean): CapturedLine => ({
  ...line,
  ...(first !== undefined && (second !== undefined || isOfOne) && { unitPrice: first }),
  ...(first !== undefined && (second !== undefined || !isOfOne) && { amount: second ?? first }),
});

/** Ways to read a selected text, the likelier first: its order's number, customer, lines and sums. */
export function readSelectedText(selection: string, locale?: string): CapturedOrder[] {
  const rows = selection
    .slice(0, MAX_TEXT)
    .split(/\r?\n/)
    .map((row) => row.trim())
    .filter((row) => row !== '');
  const pieces = rows.flatMap((row, block): Piece[] =>
    row
      .slice(0, MAX_ROW)
      .split('\t')
      .map((text) => ({ text: text.trim(), block })),
  );
  const read = rows
    .filter((row) => row.length <= MAX_ROW)
    .flatMap((row) => readRow(row) ?? [])
    .slice(0, MAX_LINES);
  const [sourceId] = findOrderNumbers(pieces);
  const totals = largest(joinTotals(findTotals(pieces)))?.totals ?? [];
  const order = {
    reader: 'selection',
    ...(sourceId && { sourceId }),
    ...(locale && { locale }),
    customer: findCustomer(pieces),
    totals,
    notUnderstood: [],
  };
  return [true, false].map((isOfOne) => ({ ...order, lines: read.map((line) => toLine(line, isOfOne)) }));
}
