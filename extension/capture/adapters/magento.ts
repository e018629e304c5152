import type { CapturedLine, CapturedTotal } from '../meaning/captured-order.ts';
import { readMoneyText } from '../meaning/money.ts';
import { firstText, linesOf, textOf } from '../readers/page-text.ts';
import type { Adapter, AdapterOrder } from './adapter.ts';
import { amountIn, customerOf, linkedTo, numberIn, readSums, sumRows } from './page-parts.ts';

/*
 * Magento 2's order in its admin. Prices may stand with and without tax beside each other. By the templates in
 * magento/magento2, app/code/Magento/Sales/view/adminhtml/templates (version 2.4, read in November 2026).
 */

/** A price without tax, with it, or the only one there is. */
function priceIn(cell: Element | null, basis: 'net' | 'gross'): string | undefined {
  const stated = cell?.querySelector(basis === 'net' ? '.price-excl-tax' : '.price-incl-tax');
  return amountIn(stated ? (stated.querySelector('.price') ?? stated) : cell, '.price');
}

/** The quantity that was ordered, which stands above what was invoiced, shipped and refunded of it. */
function quantityOf(cell: Element | null): string {
  const row = cell?.querySelector('.qty-table tr');
  return textOf(row ? row.lastElementChild : cell);
}

/** The SKU stands behind its translated label: in a block of its own, formerly below the name. */
function skuOf(row: Element): string | undefined {
  const block = row.querySelector('.product-sku-block');
  const texts = block ? [textOf(block)] : linesOf(row.querySelector('.col-product')).slice(1);
  return texts.map((text) => /^[^:]{2,30}:\s*(\S.{0,80})$/.exec(text)?.[1]).find(Boolean);
}

/** A row that has its own price; the parts of a bundle have none. */
function readRow(row: Element, basis: 'net' | 'gross'): CapturedLine[] {
  const name = firstText(row, '.product-title');
  const unitPrice = priceIn(row.querySelector('.col-price'), basis);
  const amount = priceIn(row.querySelector('.col-subtotal'), basis);
  if (name === undefined || unitPrice === undefined || amount === undefined) return [];
  const sku = skuOf(row);
  return [
    {
      name,
      ...(sku && { sku }),
      quantity: quantityOf(row.querySelector('.col-ordered-qty')),
      unitPrice,
      amount,
    },
  ];
}

/** Tax may be listed rate by rate above its sum: then the sum counts. */
function readTotals(document: Document): CapturedTotal[] {
  const table = document.querySelector('.order-subtotal-table,.order-subtotal');
  const rows = [...(table?.querySelectorAll('tr') ?? [])].filter((row) => !row.matches('.summary-details'));
  return readSums(sumRows(rows, '.label', 'td:last-child'));
}

/** A row of the boxes above the lines, by its place: labels are translated. */
const accountRows = (document: Document): string[] =>
  [...document.querySelectorAll('.order-account-information tr')].map((row) =>
    textOf(row.querySelector('td')),
  );

function readOrder(document: Document, basis: 'net' | 'gross'): AdapterOrder {
  const heading = firstText(document, '.order-information .title, .page-title');
  const sourceId = numberIn(heading) ?? numberIn(firstText(document, '.page-title'));
  const status = firstText(document, '#order_status');
  const billing = document.querySelector('.order-billing-address address');
  return {
    ...(sourceId && { sourceId }),
    ...(status && { status }),
    customer: customerOf({
      name: accountRows(document)[0] ?? linesOf(billing)[0],
      email: linkedTo(document.querySelector('.order-account-information') ?? document, 'mailto'),
      phone: billing ? linkedTo(billing, 'tel') : undefined,
    }),
    lines: [...document.querySelectorAll('.edit-order-table tbody tr, .data-table tbody tr')]
      .filter((row) => row.querySelector('.col-ordered-qty') !== null)
      .flatMap((row) => readRow(row, basis)),
    totals: readTotals(document),
  };
}

export const magento: Adapter = {
  name: 'magento',
  matches: (_, document) => document.querySelector('td.col-ordered-qty') !== null,
  read: (document) => {
    const hasBoth = [...document.querySelectorAll('.col-price .price-incl-tax')].some((price) =>
      readMoneyText(textOf(price.querySelector('.price'))),
    );
    return hasBoth
      ? [readOrder(document, 'net'), readOrder(document, 'gross')]
      : [readOrder(document, 'net')];
  },
};
