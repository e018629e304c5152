import type { CapturedLine } from '../meaning/captured-order.ts';
import { findCustomer, findOrderNumbers } from '../readers/order-facts.ts';
import { firstText, textOf } from '../readers/page-text.ts';
import { piecesOf } from '../readers/pieces.ts';
import { splitQuantity } from '../readers/product-text.ts';
import type { Adapter, AdapterOrder } from './adapter.ts';
import { amountIn, customerOf, readSums, type SumRow, sumRows } from './page-parts.ts';

/*
 * BigCommerce's order as its shop shows it, in the customer's account and as an invoice; its admin is not public, and is
 * read as any page. By templates/pages/account/orders in bigcommerce/cornerstone (6, read in November 2026).
 */

/** A line of the account: "2 × name" and an amount, which may be the line's or that of one. */
function readProducts(document: Document): CapturedLine[][] {
  const lines = [...document.querySelectorAll('.account-product')].flatMap((product) => {
    const { name, quantity } = splitQuantity(firstText(product, '.account-product-title') ?? '');
    const amount = amountIn(product.querySelector('.account-product-price'));
    return quantity === undefined || amount === undefined ? [] : [{ name, quantity, amount }];
  });
  return [lines, lines.map(({ amount, ...line }) => ({ ...line, unitPrice: amount }))];
}

function readInvoice(document: Document): CapturedLine[] {
  return [...document.querySelectorAll('.InvoiceItemList tr')].flatMap((row): CapturedLine[] => {
    const details = row.querySelector('.ProductDetails');
    const [unitPrice, amount] = [
      amountIn(row.querySelector('.ProductCost')),
      amountIn(row.querySelector('.ProductTotal')),
    ];
    if (!details || unitPrice === undefined || amount === undefined) return [];
    const sku = textOf(row.querySelector('.ProductSku'));
    const name = details.firstChild?.textContent?.trim() || textOf(details);
    return [
      {
        name,
        ...(sku && { sku }),
        quantity: textOf(row.querySelector('.ProductQuantity')),
        unitPrice,
        amount,
      },
    ];
  });
}

const accountSums = (document: Document): SumRow[] =>
  [...document.querySelectorAll('.account-orderTotal-key')].map((key) => ({
    label: textOf(key),
    amount: amountIn(key.nextElementSibling),
  }));

export const bigcommerce: Adapter = {
  name: 'bigcommerce',
  matches: (_, document) => document.querySelector('.account-orderTotal, .InvoiceItemList') !== null,
  read: (document) => {
    const { pieces } = piecesOf(document);
    const [sourceId] = findOrderNumbers(pieces, document.title);
    const billing =
      [...document.querySelectorAll('.account-order-address')].at(-1) ??
      document.querySelector('.BillingAddress');
    const found = findCustomer(pieces);
    const facts = {
      ...(sourceId && { sourceId }),
      customer: customerOf({
        name: firstText(billing ?? document, 'li') ?? found.name,
        email: found.email,
        phone: found.phone,
      }),
    };
    const invoice = readInvoice(document);
    const of = (lines: CapturedLine[], sums: SumRow[]): AdapterOrder => ({
      ...facts,
      lines,
      totals: readSums(sums),
    });
    return invoice.length > 0
      ? [of(invoice, sumRows(document.querySelectorAll('.InvoiceTotalRow'), '.Title', '.Total'))]
      : readProducts(document).map((lines) => of(lines, accountSums(document)));
  },
};
