import type { CapturedLine } from '../meaning/captured-order.ts';
import { readHeader } from '../readers/headers.ts';
import { firstText, textOf } from '../readers/page-text.ts';
import type { Adapter } from './adapter.ts';
import { amountIn, customerOf, linkedTo, readSums } from './page-parts.ts';

/*
 * Vendure Dashboard's order. A cell has the price with tax above the one without; prices with tax are read. Columns can be
 * chosen, so they are found by their headers. By packages/dashboard/src/app/routes/_authenticated/_orders in
 * vendure-ecommerce/vendure (3.5, read in November 2026).
 */

const tableOf = (document: Document): Element | null =>
  document.querySelector('table a[href*="/product-variants/"]')?.closest('table') ?? null;

function columnsOf(table: Element) {
  const headers = [...table.querySelectorAll('thead th')].map((header) => readHeader(textOf(header))?.role);
  return {
    sku: headers.indexOf('sku'),
    unit: headers.indexOf('unit'),
    quantity: headers.indexOf('quantity'),
    total: headers.indexOf('total'),
  };
}

function readRow(row: Element, columns: ReturnType<typeof columnsOf>): CapturedLine[] {
  const cells = [...row.querySelectorAll(':scope > td')];
  const name = firstText(row, 'a[href*="/product-variants/"]');
  const [unitPrice, amount] = [amountIn(cells[columns.unit]), amountIn(cells[columns.total])];
  if (name === undefined || unitPrice === undefined || amount === undefined) return [];
  const sku = textOf(cells[columns.sku]);
  return [{ name, ...(sku && { sku }), quantity: textOf(cells[columns.quantity]), unitPrice, amount }];
}

export const vendure: Adapter = {
  name: 'vendure',
  matches: (url, document) => /\/orders\//.test(url.pathname) && tableOf(document) !== null,
  read: (document) => {
    const table = tableOf(document);
    if (!table) return [];
    const columns = columnsOf(table);
    const rows = [...table.querySelectorAll('tbody > tr')];
    const sums = rows.flatMap((row) => {
      const cells = [...row.querySelectorAll(':scope > td')];
      return cells.length === 2 ? [{ label: textOf(cells[0]), amount: amountIn(cells[1]) }] : [];
    });
    const sourceId = firstText(document, 'h1');
    return [
      {
        ...(sourceId && /^\S+$/.test(sourceId) && { sourceId }),
        customer: customerOf({
          name: firstText(document, 'a[href*="/customers/"]'),
          email: linkedTo(document, 'mailto'),
          phone: undefined,
        }),
        lines: rows.flatMap((row) => readRow(row, columns)),
        totals: readSums(sums),
      },
    ];
  },
};
