import type { CapturedLine } from '../meaning/captured-order.ts';
import { findCustomer } from '../readers/order-facts.ts';
import { firstText, textOf } from '../readers/page-text.ts';
import { piecesOf } from '../readers/pieces.ts';
import { joinTotals, largest } from '../readers/read-tables.ts';
import { findTotals } from '../readers/totals.ts';
import type { Adapter } from './adapter.ts';
import { amountIn, customerOf, numberIn } from './page-parts.ts';

/*
 * Medusa Admin's order. A line is a grid of two: name, SKU and options; price, quantity ("2x") and total. By
 * packages/admin/dashboard/src/routes/orders/order-detail in medusajs/medusa (2.0, read in November 2026).
 */

const rowsOf = (document: Document): Element[] =>
  [...document.querySelectorAll('.grid-cols-2')].filter(
    (row) => row.querySelector('.grid-cols-3 .tabular-nums') !== null,
  );

function readRow(row: Element): CapturedLine[] {
  const [product, numbers] = row.children;
  const texts = [...(product?.querySelectorAll('p') ?? [])];
  const sku = texts[1]?.nextElementSibling?.tagName === 'BUTTON' ? textOf(texts[1]) : undefined;
  const unitPrice = amountIn(numbers?.firstElementChild);
  const amount = amountIn(numbers?.lastElementChild);
  const quantity = textOf(numbers?.querySelector('.tabular-nums'));
  if (texts[0] === undefined || unitPrice === undefined || amount === undefined) return [];
  return [{ name: textOf(texts[0]), ...(sku && { sku }), quantity, unitPrice, amount }];
}

export const medusa: Adapter = {
  name: 'medusa',
  matches: (url, document) => /\/orders\/order_/.test(url.pathname) && rowsOf(document).length > 0,
  read: (document, url) => {
    const rows = rowsOf(document);
    const { pieces } = piecesOf(document, new Set(rows));
    const sourceId = numberIn(firstText(document, 'h1'));
    const customer = findCustomer(pieces);
    const id = /order_\w+/.exec(url.pathname)?.[0];
    return [
      {
        ...(sourceId && { sourceId }),
        ...(id && { otherIds: [id] }),
        customer: customerOf({
          ...customer,
          name: firstText(document, 'a[href*="/customers/"]') ?? customer.name,
          email: customer.email,
          phone: customer.phone,
        }),
        lines: rows.flatMap(readRow),
        totals: largest(joinTotals(findTotals(pieces)))?.totals ?? [],
      },
    ];
  },
};
