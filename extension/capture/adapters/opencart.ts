import type { CapturedLine } from '../meaning/captured-order.ts';
import { isCurrencyCode } from '../meaning/currencies.ts';
import { firstText, linesOf, textOf } from '../readers/page-text.ts';
import type { Adapter } from './adapter.ts';
import { amountIn, chosenIn, customerOf, fieldValue, linkedTo, numberIn, readSums } from './page-parts.ts';

/*
 * OpenCart's order in its admin: version 3, where sums are rows of the table of lines, and version 4, where they have a
 * body of their own and amounts may be elements that the page fills in. By upload/admin/view/template/sale/order_info.twig in
 * opencart/opencart (3.0.3.8, 4.0.2.3 and 4.1, read in November 2026).
 */

/** An amount as text, or as the element of version 4.1 states it before the page has filled it in. */
function amountOf(cell: Element | null | undefined): string | undefined {
  const element = cell?.querySelector('x-currency');
  const stated = element
    ? Number(element.getAttribute('amount')) * Number(element.getAttribute('value') ?? 1)
    : Number.NaN;
  return (
    amountIn(cell) ??
    (Number.isFinite(stated)
      ? `${stated.toFixed(2)} ${element?.getAttribute('code') ?? ''}`.trim()
      : undefined)
  );
}

const cellsOf = (row: Element): Element[] => [...row.querySelectorAll(':scope > td')];

/** Lines have a product's link in their first cell, or the cells of one: name, model (not in 4.1), quantity, price, total. */
function readRow(row: Element): CapturedLine[] {
  const cells = cellsOf(row).filter(
    (cell) =>
      cell.querySelector('button[type="submit"], button.btn-danger') === null || amountOf(cell) !== undefined,
  );
  if (cells.length < 4 || cells.some((cell) => cell.hasAttribute('colspan'))) return [];
  const [total, price, quantity] = [cells.at(-1), cells.at(-2), cells.at(-3)];
  const [unitPrice, amount] = [amountOf(price), amountOf(total)];
  if (unitPrice === undefined || amount === undefined) return [];
  const options = linesOf(cells[0]);
  const model = cells.length > 4 ? textOf(cells[1]) : /:\s*(.+)$/.exec(options[1] ?? '')?.[1];
  return [
    {
      name: firstText(cells[0] ?? row, 'a') ?? options[0] ?? '',
      ...(model && { sku: model }),
      quantity: textOf(quantity),
      unitPrice,
      amount,
    },
  ];
}

/** The table with the lines. */
function tableOf(document: Document): Element | null {
  const known = document.querySelector('#order-products, #order-product')?.closest('table');
  return (
    known ??
    [...document.querySelectorAll('table.table-bordered')].find((table) =>
      [...table.querySelectorAll('tbody tr')].some((row) => readRow(row).length > 0),
    ) ??
    null
  );
}

const sumOfRow = (row: Element) => {
  const cells = cellsOf(row);
  return { label: textOf(cells[0]), amount: amountOf(cells[1]) };
};

export const opencart: Adapter = {
  name: 'opencart',
  matches: (url, document) =>
    document.querySelector('#order-products, #order-product, #order-totals') !== null ||
    /route=sale\/order[./|]?info/.test(decodeURIComponent(url.search)),
  read: (document, url) => {
    const table = tableOf(document);
    if (!table) return [];
    const number =
      url.searchParams.get('order_id') ??
      [...document.querySelectorAll('.panel-title, .card-header, h1')]
        .map((title) => numberIn(/\(?#\s*\d[\w-]*/.exec(textOf(title))?.[0]))
        .find(Boolean);
    const sums = [
      ...document.querySelectorAll('#order-totals tr, #order-total tr, table.table-bordered > tbody > tr'),
    ].filter((row) => cellsOf(row).length === 2 && cellsOf(row)[0]?.hasAttribute('colspan'));
    const code =
      fieldValue(document, '#input-currency') ??
      document.querySelector('x-currency')?.getAttribute('code') ??
      '';
    const status = chosenIn(document, '#input-order-status');
    const details = document.querySelector('a[href^="mailto:"]')?.closest('table')?.querySelectorAll('tr');
    const phone = [...(details ?? [])].at(-1)?.querySelector('td:last-child');
    return [
      {
        ...(number && { sourceId: number }),
        ...(status && { status }),
        ...(isCurrencyCode(code) && { currency: code }),
        customer: customerOf({
          name:
            firstText(document, '#output-customer, #customer-value') ??
            textOf(details?.[0]?.querySelector('td:last-child')),
          email: fieldValue(document, '#input-email') ?? linkedTo(document, 'mailto'),
          phone: fieldValue(document, '#input-telephone') ?? textOf(phone),
        }),
        lines: [...table.querySelectorAll('tbody tr')].flatMap(readRow),
        totals: readSums(sums.map(sumOfRow)),
      },
    ];
  },
};
