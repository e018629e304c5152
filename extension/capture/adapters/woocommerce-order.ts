import type { CapturedLine, CapturedTotal } from '../meaning/captured-order.ts';
import { readMoneyText } from '../meaning/money.ts';
import { firstText, isHidden, textOf } from '../readers/page-text.ts';
import type { Adapter } from './adapter.ts';
import {
  amountIn,
  chosenIn,
  customerOf,
  fieldValue,
  linkedTo,
  numberIn,
  readSums,
  sumRows,
} from './page-parts.ts';

/*
 * WooCommerce's screen of an order, as a post (post.php) and as a record of its own (admin.php?page=wc-orders): both have
 * the same boxes. By its templates in woocommerce/woocommerce, plugins/woocommerce/includes/admin/meta-boxes (version 10.4,
 * read in November 2026).
 */

const PRICE = '.woocommerce-Price-amount,.amount';

/** The text of a cell's quantity without the sign before it and what was refunded of it. */
const quantityOf = (cell: Element | null): string =>
  [...(cell?.childNodes ?? [])]
    .filter((node) => !(node instanceof Element) || !node.matches('.times,.refunded'))
    .map((node) => node.textContent ?? '')
    .join('')
    .trim();

/** A line that is being edited holds its numbers in fields. */
function readEdited(row: Element): Pick<CapturedLine, 'quantity' | 'amount'> | undefined {
  const field = row.querySelector('td.quantity .edit');
  if (!field || isHidden(field)) return undefined;
  const quantity = fieldValue(row, 'input.quantity');
  const amount = fieldValue(row, 'input.line_subtotal');
  return quantity && amount ? { quantity, amount } : undefined;
}

function readItem(row: Element): CapturedLine {
  const sku = textOf(row.querySelector('.wc-order-item-sku')).replace(/^[^:]*:\s*/, '');
  const line = { name: firstText(row, '.wc-order-item-name') ?? '', ...(sku && { sku }) };
  const edited = readEdited(row);
  if (edited) return { ...line, ...edited };
  const total = row.querySelector('td.line_cost .view');
  const unitPrice = amountIn(row.querySelector('td.item_cost .view'), PRICE);
  const amount = [...(total?.querySelectorAll(PRICE) ?? [])]
    .filter((price) => !price.closest('.refunded,.wc-order-item-discount'))
    .map(textOf)
    .find((text) => readMoneyText(text));
  const discount = amountIn(total?.querySelector('.wc-order-item-discount'), PRICE);
  return {
    ...line,
    quantity: quantityOf(row.querySelector('td.quantity .view')),
    ...(unitPrice !== undefined && { unitPrice }),
    ...(amount !== undefined && { amount }),
    ...(discount !== undefined && { discount }),
  };
}

/** Taxes have the names of their rates. They stand between shipping and total, and are never part of the other amounts. */
function readTotals(document: Document): CapturedTotal[] {
  const table = document.querySelector('table.wc-order-totals');
  const rows = sumRows(table?.querySelectorAll('tr') ?? [], '.label', '.total').filter(
    ({ amount }) => amount !== undefined,
  );
  const sums = readSums(rows.slice(1, -1), 'tax').map(
    (sum): CapturedTotal => (sum.kind === 'total' || sum.kind === 'subtotal' ? { ...sum, kind: 'tax' } : sum),
  );
  const [first, last] = [rows[0], rows.length > 1 ? rows.at(-1) : undefined];
  return [
    ...(first?.amount ? [{ kind: 'subtotal' as const, label: first.label, amount: first.amount }] : []),
    ...sums.map(({ isIncluded: _, ...sum }) => sum),
    ...(last?.amount ? [{ kind: 'total' as const, label: last.label, amount: last.amount }] : []),
  ];
}

function readCustomer(document: Document) {
  const billing = document.querySelector('.order_data_column .address')?.parentElement ?? document;
  const typed = [fieldValue(document, '#_billing_first_name'), fieldValue(document, '#_billing_last_name')]
    .filter(Boolean)
    .join(' ');
  return customerOf({
    name:
      typed || billing.querySelector('.address p:not(.none_set)')?.childNodes[0]?.textContent || undefined,
    email: fieldValue(document, '#_billing_email') ?? linkedTo(billing, 'mailto'),
    phone: fieldValue(document, '#_billing_phone') ?? linkedTo(billing, 'tel'),
  });
}

export const woocommerceOrder: Adapter = {
  name: 'woocommerce',
  matches: (_, document) => document.querySelector('table.woocommerce_order_items') !== null,
  read: (document, url) => {
    const sourceId = numberIn(firstText(document, '.woocommerce-order-data__heading'));
    const postId =
      url.searchParams.get('id') ?? url.searchParams.get('post') ?? fieldValue(document, '#post_ID');
    const status = chosenIn(document, '#order_status');
    return [
      {
        ...(sourceId && { sourceId }),
        ...(postId && postId !== sourceId && { otherIds: [postId] }),
        ...(status && { status }),
        customer: readCustomer(document),
        lines: [...document.querySelectorAll('#order_line_items tr.item')].map(readItem),
        totals: readTotals(document),
      },
    ];
  },
};
