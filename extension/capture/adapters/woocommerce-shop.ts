import type { CapturedLine, CapturedTotal } from '../meaning/captured-order.ts';
import { findCustomer, findOrderNumbers } from '../readers/order-facts.ts';
import { firstText, linesOf, textOf } from '../readers/page-text.ts';
import { piecesOf } from '../readers/pieces.ts';
import { nameOf, skuOf } from '../readers/product-text.ts';
import type { Adapter } from './adapter.ts';
import { amountIn, customerOf, linkedTo, readSums, type SumRow } from './page-parts.ts';

/*
 * What WooCommerce shows of an order to its customer: the page after checkout, the order in the account, and its emails.
 * Lines have a total and no price of one. By the templates order/, checkout/ and emails/ in woocommerce/woocommerce,
 * plugins/woocommerce/templates (versions 5.2 to 10.4, read in November 2026).
 */

const PRICE = '.woocommerce-Price-amount,.amount';

/** A quantity that was partly refunded is struck out, with what is left beside it; the line's total stays that of all. */
function quantityOf(element: Element | null | undefined): string {
  const struck = element?.querySelector('del')?.textContent;
  return (struck ?? element?.textContent ?? '').replace(/[×x\s]/g, '');
}

function readItem(row: Element): CapturedLine {
  const cells = [...row.querySelectorAll(':scope > td')];
  const name = cells[0];
  const marked = name?.querySelector('.product-quantity');
  const lines = linesOf(name)
    .map((line) => line.replace(/\s*×\s*\d+(?:\s+\d+)?\s*$/, '').trim())
    .filter(Boolean);
  const sku = skuOf(lines);
  const amount = amountIn(cells.at(-1), PRICE);
  return {
    name: firstText(row, '.product-name > a') ?? nameOf(lines),
    ...(sku && { sku }),
    quantity: quantityOf(marked ?? cells[1]),
    ...(amount !== undefined && { amount }),
  };
}

function readRow(row: Element): SumRow & { isTotal: boolean; taxes: CapturedTotal[] } {
  const value = row.querySelector('td');
  const note = value?.querySelector('.includes_tax');
  const taxes = [...(note?.querySelectorAll(PRICE) ?? [])].map(
    (tax): CapturedTotal => ({ kind: 'tax', label: textOf(note), amount: textOf(tax), isIncluded: true }),
  );
  return {
    label: textOf(row.querySelector('th')).replace(/:.*$/, ''),
    amount: amountIn(value, PRICE),
    isTotal: row.matches('.order-totals-total,.order-totals-order_total'),
    taxes,
  };
}

function readTotals(document: Document): CapturedTotal[] {
  const rows = [...document.querySelectorAll('tfoot tr, tr.order-totals, table.td tr')]
    .filter((row) => row.querySelector('th[scope="row"]') !== null && !row.matches('.order_item'))
    .map(readRow)
    .filter(({ amount }) => amount !== undefined);
  const [first, ...others] = rows;
  if (!first?.amount) return [];
  // A fee has the name that the shop gave it.
  return [
    { kind: 'subtotal', label: first.label, amount: first.amount },
    ...readSums(others),
    ...rows.flatMap(({ taxes }) => taxes),
  ];
}

export const woocommerceShop: Adapter = {
  name: 'woocommerce-shop',
  matches: (_, document) =>
    document.querySelector(
      'table.order_details tr.order_item, table.td tr.order_item, table.email-order-details tr.order_item',
    ) !== null,
  read: (document) => {
    const { pieces } = piecesOf(document);
    const [found, ...otherIds] = findOrderNumbers(pieces, document.title);
    const sourceId = firstText(document, '.woocommerce-order-overview__order strong, .order-number') ?? found;
    const customer = findCustomer(pieces);
    const details = document.querySelector(
      '.woocommerce-customer-details address, address.address, td address',
    );
    return [
      {
        ...(sourceId && { sourceId }),
        ...(otherIds.length > 0 && { otherIds: otherIds.slice(0, 5) }),
        customer: customerOf({
          name: linesOf(details)[0],
          email:
            firstText(document, '.woocommerce-customer-details--email') ??
            (details ? linkedTo(details, 'mailto') : undefined) ??
            customer.email,
          phone:
            firstText(document, '.woocommerce-customer-details--phone') ??
            (details ? linkedTo(details, 'tel') : undefined) ??
            customer.phone,
        }),
        lines: [...document.querySelectorAll('tr.order_item')].map(readItem),
        totals: readTotals(document),
      },
    ];
  },
};
