import type { CapturedLine } from '../meaning/captured-order.ts';
import { findCustomer } from '../readers/order-facts.ts';
import { firstText, textOf } from '../readers/page-text.ts';
import { piecesOf } from '../readers/pieces.ts';
import type { Adapter } from './adapter.ts';
import { amountIn, customerOf, linkedTo, numberIn, readSums, sumRows } from './page-parts.ts';

/*
 * Sylius' order in its admin. The subtotal of a line is less its part of the promotions, which the summary has as one sum.
 * By src/Sylius/Bundle/AdminBundle/templates/order/show in Sylius/Sylius (2.0, read in November 2026).
 */

/** The places of columns: they have no names beside their translated headers. */
const UNIT_PRICE = 1;
const QUANTITY = 5;
const SUBTOTAL = 6;
const COLUMNS = 9;

const rowsOf = (document: Document): Element[] =>
  [...document.querySelectorAll('.card-table tbody tr')].filter(
    (row) => row.children.length === COLUMNS && row.querySelector('.thumbnail-box-content'),
  );

function readRow(row: Element): CapturedLine[] {
  const [unitPrice, amount] = [amountIn(row.children[UNIT_PRICE]), amountIn(row.children[SUBTOTAL])];
  const name = firstText(row, '.thumbnail-box-content strong');
  if (name === undefined || unitPrice === undefined || amount === undefined) return [];
  const sku = textOf(row.querySelector('.thumbnail-box-content .text-muted'));
  return [{ name, ...(sku && { sku }), quantity: textOf(row.children[QUANTITY]), unitPrice, amount }];
}

/** The card below the items: rows in grey explain the one above them. */
function readTotals(document: Document) {
  const table = [...document.querySelectorAll('.card-table')].find((candidate) =>
    candidate.closest('.card')?.querySelector('.card-footer .h3'),
  );
  const card = table?.closest('.card');
  const rows = [...(table?.querySelectorAll('tr') ?? [])].filter((row) => !row.matches('.text-muted'));
  const [label, amount] = [...(card?.querySelectorAll('.card-footer .h3') ?? [])];
  return readSums([
    ...sumRows(rows, 'td', 'td:last-child'),
    { label: textOf(label), amount: amountIn(amount) },
  ]);
}

export const sylius: Adapter = {
  name: 'sylius',
  matches: (_, document) => rowsOf(document).length > 0,
  read: (document) => {
    const { pieces } = piecesOf(document);
    const sourceId = numberIn(firstText(document, '.page-title'));
    const status = firstText(document, '.page-header .badge');
    const customer = findCustomer(pieces);
    return [
      {
        ...(sourceId && { sourceId }),
        ...(status && { status }),
        customer: customerOf({
          name: firstText(document, 'a[href*="/customers/"]') ?? customer.name,
          email: linkedTo(document, 'mailto'),
          phone: customer.phone,
        }),
        lines: rowsOf(document).flatMap(readRow),
        totals: readTotals(document),
      },
    ];
  },
};
