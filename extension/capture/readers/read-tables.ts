import type { CapturedLine, CapturedTotal } from '../meaning/captured-order.ts';
import type { Pieces } from './pieces.ts';
import type { LineTable, ReadTable } from './tables.ts';
import { findTotals, type TotalsBlock } from './totals.ts';

/** Lines with the sums that belong to them. */
export interface LinesWithTotals {
  part: number;
  lines: CapturedLine[];
  totals: CapturedTotal[];
  notUnderstood: string[];
}

const hasTotal = ({ totals }: TotalsBlock): boolean => totals.some(({ kind }) => kind === 'total');

/** Blocks without a total joined to the next, as far as that has one: a page may put other things between. */
export function joinTotals(blocks: readonly TotalsBlock[]): TotalsBlock[] {
  const joined: TotalsBlock[] = [];
  let open: TotalsBlock | undefined;
  for (const block of blocks) {
    const next: TotalsBlock = open ? { at: open.at, totals: [...open.totals, ...block.totals] } : block;
    if (hasTotal(next)) {
      joined.push(next);
      open = undefined;
    } else open = next;
  }
  return joined;
}

/** The block with the most sums, the first of equal ones. */
export const largest = (blocks: readonly TotalsBlock[]): TotalsBlock | undefined =>
  blocks.reduce<TotalsBlock | undefined>(
    (best, block) => (best && best.totals.length >= block.totals.length ? best : block),
    undefined,
  );

const linesKey = ({ choices }: ReadTable): string =>
  JSON.stringify(
    choices[0]?.lines.map(({ name, quantity, unitPrice, amount }) => [name, quantity, unitPrice, amount]),
  );

/** Tables without those that repeat another's lines, as pages do for small screens. */
export function distinctTables(tables: readonly ReadTable[]): ReadTable[] {
  const seen = new Set<string>();
  return tables.filter((table) => !seen.has(linesKey(table)) && seen.add(linesKey(table)));
}

/** The same choice of columns in all tables, one after the other: a page may split an order by shipment. */
function union(tables: readonly ReadTable[]): LineTable[] {
  const count = Math.min(...tables.map(({ choices }) => choices.length));
  return Array.from({ length: count }, (_, index) => {
    const parts = tables.flatMap(({ choices }) => choices[index] ?? []);
    return {
      lines: parts.flatMap(({ lines }) => lines),
      notUnderstood: parts.flatMap(({ notUnderstood }) => notUnderstood),
      rows: [],
    };
  });
}

/** Puts the lines of tables together with the sums of the page: each with those that follow it, all with the only ones there are. */
export function withTotals(tables: readonly ReadTable[], { pieces, places }: Pieces): LinesWithTotals[] {
  const blocks = joinTotals(findTotals(pieces));
  const of = (
    choices: readonly LineTable[],
    block: TotalsBlock | undefined,
    part: number,
  ): LinesWithTotals[] =>
    choices.map(({ lines, notUnderstood }) => ({ part, lines, totals: block?.totals ?? [], notUnderstood }));
  const placeOf = (table: ReadTable): number =>
    Math.min(...(table.choices[0]?.rows ?? []).map((row) => places.get(row) ?? 0));
  const split = tables.length > 1 && blocks.length <= 1 ? of(union(tables), blocks[0], 0) : [];
  const each = tables.flatMap((table, index) => {
    const next = tables[index + 1];
    const [from, to] = [placeOf(table), next ? placeOf(next) : Number.POSITIVE_INFINITY];
    const behind = largest(blocks.filter(({ at }) => at >= from && at < to));
    return of(table.choices, behind ?? largest(blocks), blocks.length > 1 ? index : 0);
  });
  return [...split, ...each];
}
