import { readQuantities } from '../../numbers.ts';
import type { CapturedLine } from '../meaning/captured-order.ts';
import { readMoneyText } from '../meaning/money.ts';
import { type Cell, findTables, type Grid, gridOf } from './grid.ts';
import { type Column, readHeader, readLabel } from './headers.ts';
import { isHidden } from './page-text.ts';
import { nameOf, skuOf, splitQuantity } from './product-text.ts';

/** Lines that a table has by one choice of its columns. */
export interface LineTable {
  lines: CapturedLine[];
  notUnderstood: string[];
  /** The rows that were lines. */
  rows: Element[];
}

/** What a table is: ways to read its lines, the likelier first, or a list of orders. */
export interface ReadTable {
  element: Element;
  isList: boolean;
  choices: LineTable[];
}

/** In how many rows from the top headers are looked for. */
const HEADER_WITHIN = 6;
const MAX_LINES = 2000;
const MAX_CHOICES = 9;

interface Columns {
  name: number[];
  sku: number[];
  quantity: number[];
  unit: number[];
  total: number[];
  discount: number[];
  tax: number[];
}

const textOfCell = (cell: Cell | undefined): string => cell?.lines.join(' ') ?? '';

/** The amount in a cell: all of it, or its first line where others explain it. */
const amountIn = (cell: Cell | undefined): string | undefined =>
  [textOfCell(cell), cell?.lines[0] ?? ''].find((text) => readMoneyText(text) !== undefined);

/** The row that heads a table's columns, and what each holds. */
function findHeader(grid: Grid): { at: number; columns: Map<number, Column> } | undefined {
  for (let at = 0; at < Math.min(grid.rows.length, HEADER_WITHIN); at += 1) {
    const row = grid.rows[at];
    if (!row || row.cells.some((cell) => amountIn(cell)?.match(/\d.*\p{Sc}|\p{Sc}.*\d/u))) continue;
    const columns = new Map<number, Column>();
    for (const cell of row.cells) {
      const column = readHeader(textOfCell(cell));
      if (column) columns.set(cell.column, column);
    }
    const roles = new Set([...columns.values()].map(({ role }) => role));
    const hasMoney = roles.has('unit') || roles.has('total');
    if (hasMoney && (roles.has('quantity') || roles.has('name') || roles.has('sku') || roles.has('list')))
      return { at, columns };
  }
  return undefined;
}

function columnsOf(header: Map<number, Column>): Columns {
  const of = (role: Column['role']): number[] =>
    [...header].filter(([, column]) => column.role === role).map(([index]) => index);
  return {
    name: of('name'),
    sku: of('sku'),
    quantity: of('quantity'),
    unit: of('unit'),
    total: of('total'),
    discount: of('discount'),
    tax: of('tax'),
  };
}

/** Pairs of a column of unit prices and one of totals to try: of one basis first, one alone as either. */
function pairsOf(
  { unit, total }: Columns,
  header: Map<number, Column>,
): [number | undefined, number | undefined][] {
  const basis = (index: number) => header.get(index)?.basis;
  const pairs = unit.flatMap((one) => total.map((other): [number, number] => [one, other]));
  const alike = pairs.filter(([one, other]) => basis(one) === basis(other));
  const rest = pairs.filter((pair) => !alike.includes(pair));
  const between =
    unit.length > 1 && total.length === 0
      ? unit.slice(1).map((other): [number, number] => [unit[0] ?? 0, other])
      : [];
  const alone = (total.length === 0 ? unit : unit.length === 0 ? total : []).flatMap(
    (index): [number | undefined, number | undefined][] =>
      total.length === 0
        ? [
            [index, undefined],
            [undefined, index],
          ]
        : [
            [undefined, index],
            [index, undefined],
          ],
  );
  return [...alike, ...rest, ...between, ...alone].slice(0, MAX_CHOICES);
}

function readRow(
  cells: readonly Cell[],
  columns: Columns,
  [unit, total]: [number | undefined, number | undefined],
): CapturedLine | undefined {
  const at = (index: number | undefined): Cell | undefined => cells.find(({ column }) => column === index);
  const nameCell =
    columns.name.map(at).find((cell) => textOfCell(cell) !== '') ?? cells.find((cell) => isName(cell));
  if (!nameCell) return undefined;
  const named = splitQuantity(nameOf(nameCell.lines));
  const quantity =
    columns.quantity.map((index) => textOfCell(at(index))).find((text) => readQuantities(text).length > 0) ??
    (columns.quantity.length === 0 ? named.quantity : undefined);
  const unitPrice = amountIn(at(unit));
  const amount = amountIn(at(total));
  if (quantity === undefined || (unitPrice === undefined && amount === undefined)) return undefined;
  const label = readLabel(named.name);
  if (
    named.name === '' ||
    (label !== undefined &&
      columns.sku.every((index) => textOfCell(at(index)) === '') &&
      (label === 'settled' || label.kind === 'subtotal' || label.kind === 'total'))
  )
    return undefined;
  const sku =
    columns.sku.map((index) => textOfCell(at(index))).find((text) => text !== '' && text.length <= 80) ??
    skuOf(nameCell.lines);
  const discount = columns.discount.map((index) => amountIn(at(index))).find(Boolean);
  const tax = columns.tax.map((index) => amountIn(at(index))).find(Boolean);
  return {
    name: columns.quantity.length === 0 ? named.name : nameOf(nameCell.lines),
    quantity,
    ...(sku && sku !== '-' && { sku }),
    ...(unitPrice !== undefined && { unitPrice }),
    ...(amount !== undefined && { amount }),
    ...(discount !== undefined && { discount }),
    ...(tax !== undefined && { tax }),
  };
}

const isName = (cell: Cell): boolean =>
  /\p{L}{2}/u.test(cell.lines[0] ?? '') && readMoneyText(textOfCell(cell)) === undefined;

function readLines(
  grid: Grid,
  from: number,
  columns: Columns,
  pair: [number | undefined, number | undefined],
): LineTable {
  const read: LineTable = { lines: [], notUnderstood: [], rows: [] };
  for (const { element, cells, isHeader } of grid.rows.slice(from)) {
    if (isHeader || cells.length === 0 || isHidden(element)) continue;
    const line = read.lines.length <= MAX_LINES ? readRow(cells, columns, pair) : undefined;
    if (line) {
      read.lines.push(line);
      read.rows.push(element);
    } else if (
      cells.length > 2 &&
      cells.some(isName) &&
      readLabel(textOfCell(cells.find(isName))) === undefined
    ) {
      const text = cells.map(textOfCell).filter(Boolean).join(' ').slice(0, 200);
      if (text !== '' && read.notUnderstood.length < 20) read.notUnderstood.push(text);
    }
  }
  return read;
}

/** Whether a table lists orders, not the lines of one: no quantities, and columns such as date, customer and status. */
function isOrderList(header: Map<number, Column>): boolean {
  const roles = [...header.values()].map(({ role }) => role);
  const lists = roles.filter((role) => role === 'list').length;
  return lists >= 2 || (lists >= 1 && !roles.includes('quantity') && !roles.includes('name'));
}

/** Reads a table whose headers say what its columns are; undefined of one that is about something else. */
function readTable(element: Element): ReadTable | undefined {
  const grid = gridOf(element);
  const header = findHeader(grid);
  if (!header) return undefined;
  if (isOrderList(header.columns)) return { element, isList: true, choices: [] };
  const columns = columnsOf(header.columns);
  const choices = pairsOf(columns, header.columns)
    .map((pair) => readLines(grid, header.at + 1, columns, pair))
    .filter(({ lines }) => lines.length > 0);
  return choices.length > 0 ? { element, isList: false, choices } : undefined;
}

/** The tables of a page that have lines of orders, or orders. */
export const readTables = (root: ParentNode): ReadTable[] =>
  findTables(root)
    .filter((table) => !isHidden(table))
    .flatMap((table) => readTable(table) ?? []);
