import type { CapturedLine, CapturedTotal } from '../meaning/captured-order.ts';
import { findCustomer, findOrderNumbers } from '../readers/order-facts.ts';
import { firstText, isHidden, textOf } from '../readers/page-text.ts';
import { piecesOf } from '../readers/pieces.ts';
import type { Adapter, AdapterOrder } from './adapter.ts';
import { amountIn, customerOf, linkedTo, readSums, sumOf, sumRows } from './page-parts.ts';

/*
 * PrestaShop's order in its back office, in the layout since 1.7.7 (`#orderProductsTable`) and the one before
 * (`.product-line-row`), and in the customer's account (`#order-products`). Prices are with or without tax by the
 * customer's group. By the templates in PrestaShop/PrestaShop, src/PrestaShopBundle/Resources/views/Admin/Sales/Order,
 * admin-dev/themes/default/template/controllers/orders and themes/classic (versions 1.6 to 8.1, read in November 2026).
 */

const withoutLabel = (text: string | undefined): string | undefined =>
  text?.replace(/^[^:]*:\s*/, '').trim() || undefined;

interface Selectors {
  row: string;
  name: string;
  reference: string;
  unit: string;
  quantity: string;
  amount: string;
}

const present: Selectors = {
  row: '#orderProductsTable tr.cellProduct',
  name: '.productName',
  reference: '.productReference',
  unit: '.cellProductUnitPrice',
  quantity: '.cellProductQuantity',
  amount: '.cellProductTotalPrice',
};

const former: Selectors = {
  row: 'tr.product-line-row',
  name: '.productName',
  reference: '.productReference',
  unit: '.product_price_show',
  quantity: '.product_quantity_show',
  amount: '.total_product',
};

/** In the former layout the reference is a line below the name. */
const referenceBelow = (row: Element): string | undefined =>
  /(?:^|\n)\s*[^\n:]{3,40}:\s*(\S+)/.exec(
    textOf(row.querySelector('.productName')?.parentElement).replace(
      textOf(row.querySelector('.productName')),
      '\n',
    ),
  )?.[1];

function readRows(document: Document, selectors: Selectors): CapturedLine[] {
  return [...document.querySelectorAll(selectors.row)].flatMap((row): CapturedLine[] => {
    const unitPrice = amountIn(row.querySelector(selectors.unit));
    const amount = amountIn(row.querySelector(selectors.amount));
    // The parts of a pack have no price.
    if (isHidden(row) || (unitPrice === undefined && amount === undefined)) return [];
    const sku = withoutLabel(firstText(row, selectors.reference)) ?? referenceBelow(row);
    return [
      {
        name: firstText(row, selectors.name) ?? '',
        ...(sku && { sku }),
        quantity: firstText(row, selectors.quantity) ?? '',
        ...(unitPrice !== undefined && { unitPrice }),
        ...(amount !== undefined && { amount }),
      },
    ];
  });
}

const shown = (document: Document, id: string): Element | null => {
  const element = document.getElementById(id);
  return element && !isHidden(element) && !element.closest('.d-none') ? element : null;
};

/** Sums by their ids; those that are nothing may be hidden. */
const presentTotals = (document: Document): CapturedTotal[] => [
  ...sumOf('subtotal', shown(document, 'orderProductsTotal')),
  ...sumOf('discount', shown(document, 'orderDiscountsTotal')),
  ...sumOf('fee', shown(document, 'orderWrappingTotal'), 'Wrapping'),
  ...sumOf('shipping', shown(document, 'orderShippingTotal')),
  ...sumOf('tax', shown(document, 'orderTaxesTotal')),
  ...sumOf('total', shown(document, 'orderTotal')),
];

const formerTotals = (document: Document): CapturedTotal[] => {
  const of = (id: string) => document.querySelector(`#${id}:not([style*="none"]) .amount`);
  return [
    ...sumOf('subtotal', of('total_products')),
    ...sumOf('discount', of('total_discounts')),
    ...sumOf('fee', of('total_wrapping'), 'Wrapping'),
    ...sumOf('shipping', of('total_shipping')),
    ...sumOf('tax', of('total_taxes')),
    ...sumOf('total', of('total_order')),
  ];
};

function readBackOffice(document: Document): AdapterOrder {
  const lines = readRows(document, present);
  const reference =
    firstText(document, '[data-role="order-reference"]') ??
    /\b([A-Z]{9})\b/.exec(firstText(document, 'h1, .panel-heading') ?? '')?.[1];
  const number = (
    firstText(document, '[data-role="order-id"]') ??
    firstText(document, '.panel-heading .badge:nth-of-type(2), .panel-heading .badge')
  )
    ?.replace('#', '')
    .trim();
  const customer =
    document.querySelector('#customerInfo, .customer.card, #tabAddresses')?.closest('.card, .panel') ??
    document;
  const ids = [number, reference].filter((id) => id !== undefined);
  const status =
    firstText(document, '#update_order_status_action_btn') ??
    document.querySelector('#update_order_status_action_input option[selected]')?.textContent?.trim();
  return {
    ...(ids[0] && { sourceId: ids[0] }),
    ...(ids[1] && { otherIds: [ids[1]] }),
    ...(status && { status }),
    customer: customerOf({
      name: firstText(
        document,
        '#customerInfo a, .customer.card h2 a, .panel-heading a[href*="id_customer"]',
      )?.replace(/^(?:Mr|Mrs|Ms|M|Mme|Herr|Frau|Sr|Sra)\.?\s+/, ''),
      email: linkedTo(customer, 'mailto'),
      phone: undefined,
    }),
    lines: lines.length > 0 ? lines : readRows(document, former),
    totals: lines.length > 0 ? presentTotals(document) : formerTotals(document),
  };
}

/** The table in the customer's account: reference, name, quantity, unit price, total; references may stand in the name's cell. */
function readAccount(document: Document): AdapterOrder {
  const { pieces } = piecesOf(document);
  const [sourceId] = findOrderNumbers(pieces, document.title);
  const rows = [...document.querySelectorAll('#order-products tr')].filter(
    (row) => row.querySelectorAll('td').length >= 4 && !row.closest('tfoot'),
  );
  const lines = rows.flatMap((row): CapturedLine[] => {
    const cells = [...row.querySelectorAll('td')];
    const [quantity, unitPrice, amount] = [
      textOf(cells.at(-3)),
      amountIn(cells.at(-2)),
      amountIn(cells.at(-1)),
    ];
    const name = cells.at(-4);
    const sku = cells.length > 4 ? textOf(cells.at(-5)) : undefined;
    return unitPrice !== undefined && amount !== undefined
      ? [
          {
            name: firstText(name ?? row, 'a, strong') ?? textOf(name),
            ...(sku && { sku }),
            quantity,
            unitPrice,
            amount,
          },
        ]
      : [];
  });
  const totals = sumRows(document.querySelectorAll('#order-products tfoot tr'), 'td', 'td:last-child');
  return { ...(sourceId && { sourceId }), customer: findCustomer(pieces), lines, totals: readSums(totals) };
}

export const prestashop: Adapter = {
  name: 'prestashop',
  matches: (_, document) =>
    document.querySelector(
      '#orderProductsTable tr.cellProduct, tr.product-line-row .product_price_show, #order-products',
    ) !== null,
  read: (document) => [
    document.getElementById('order-products') && !document.querySelector('tr.cellProduct')
      ? readAccount(document)
      : readBackOffice(document),
  ],
};
