import { linesOf } from './page-text.ts';

/** A cell with the lines of its text, and the first column it stands in. */
export interface Cell {
  element: Element;
  lines: string[];
  column: number;
}

/** A table row by row. */
export interface Grid {
  element: Element;
  rows: { element: Element; cells: Cell[]; isHeader: boolean }[];
}

/** More cells than this are a spreadsheet. */
const MAX_CELLS = 12_000;
const MAX_GRIDS = 60;
/** A row of more cells than this is no line of an order. */
const MAX_COLUMNS = 60;

const CELLS = '[role="cell"],[role="gridcell"],[role="columnheader"],[role="rowheader"]';

function cellsOf(row: Element): Element[] {
  if (row.tagName === 'TR') return [...(row as HTMLTableRowElement).cells];
  return [...row.querySelectorAll(CELLS)].filter((cell) => cell.closest('[role="row"]') === row);
}

function rowsOf(table: Element): Element[] {
  if (table.tagName === 'TABLE') {
    const rows = [...(table as HTMLTableElement).rows];
    if (rows.length > 0) return rows;
  }
  return [...table.querySelectorAll('[role="row"]')];
}

const isHeaderCell = (cell: Element): boolean =>
  cell.tagName === 'TH' || cell.getAttribute('role') === 'columnheader';

/** Reads a table's cells. Cells that span columns stand in the first of them. */
export function gridOf(table: Element): Grid {
  let left = MAX_CELLS;
  const rows = rowsOf(table).map((element) => {
    let column = 0;
    const all = left > 0 ? cellsOf(element) : [];
    const elements = all.length > MAX_COLUMNS ? [] : all;
    left -= elements.length;
    const cells = elements.map((cell) => {
      const read = { element: cell, lines: linesOf(cell), column };
      column += Math.min(Number(cell.getAttribute('colspan')) || 1, 50);
      return read;
    });
    const isHeader =
      element.parentElement?.tagName === 'THEAD' || (elements.length > 1 && elements.every(isHeaderCell));
    return { element, cells, isHeader };
  });
  return { element: table, rows };
}

/** All parts of a page that have a tree of their own: the document, open shadow roots, frames of the same origin. */
export function rootsOf(root: ParentNode): ParentNode[] {
  const roots: ParentNode[] = [];
  const add = (next: ParentNode, depth: number) => {
    roots.push(next);
    if (roots.length >= 200 || depth > 8) return;
    for (const element of next.querySelectorAll('*')) {
      if (element.shadowRoot) add(element.shadowRoot, depth + 1);
      else if (element.tagName === 'IFRAME' || element.tagName === 'FRAME') {
        const inside = documentOf(element as HTMLIFrameElement);
        if (inside) add(inside, depth + 1);
      }
    }
  };
  add(root, 0);
  return roots;
}

function documentOf(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}

/** The tables of a page, those inside others too. */
export const findTables = (root: ParentNode): Element[] =>
  rootsOf(root)
    .flatMap((part) => [...part.querySelectorAll('table,[role="table"],[role="grid"]')])
    .slice(0, MAX_GRIDS);
