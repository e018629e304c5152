import type { CapturedLine } from '../meaning/captured-order.ts';
import { readHeader } from '../readers/headers.ts';
import { firstText, textOf } from '../readers/page-text.ts';
import { piecesOf } from '../readers/pieces.ts';
import { joinTotals, largest } from '../readers/read-tables.ts';
import { findTotals } from '../readers/totals.ts';
import type { Adapter } from './adapter.ts';
import { amountIn, customerOf, linkedTo, numberIn } from './page-parts.ts';

/*
 * Saleor Dashboard's order. Lines are drawn on canvases, one for each fulfilment; in a canvas stands a table with the same
 * texts. By src/orders/components in saleor/saleor-dashboard (3.23, read in November 2026).
 */

const gridsOf = (document: Document): Element[] => [
  ...document.querySelectorAll('canvas [role="grid"], canvas table'),
];

function readGrid(grid: Element): CapturedLine[] {
  const roles = [...grid.querySelectorAll('[role="columnheader"]')].map(
    (header) => readHeader(textOf(header))?.role,
  );
  const at = (cells: Element[], role: (typeof roles)[number]) => cells[roles.indexOf(role)];
  return [...grid.querySelectorAll('[role="row"]')].flatMap((row): CapturedLine[] => {
    const cells = [...row.querySelectorAll('[role="gridcell"]')];
    const [unitPrice, amount] = [amountIn(at(cells, 'unit')), amountIn(at(cells, 'total'))];
    const name = textOf(at(cells, 'name'));
    if (name === '' || unitPrice === undefined || amount === undefined) return [];
    const sku = textOf(at(cells, 'sku'));
    return [
      {
        name,
        ...(sku && sku !== '-' && { sku }),
        quantity: textOf(at(cells, 'quantity')),
        unitPrice,
        amount,
      },
    ];
  });
}

export const saleor: Adapter = {
  name: 'saleor',
  matches: (url, document) => /\/orders\/[\w=%]+/.test(url.pathname) && gridsOf(document).length > 0,
  read: (document) => {
    const grids = gridsOf(document);
    const { pieces } = piecesOf(document, new Set(grids));
    const number = numberIn(firstText(document, '[data-test-id="page-header"]') ?? document.title);
    const status = firstText(document, '[data-test-id="status-info"]');
    return [
      {
        ...(number && { sourceId: number }),
        ...(status && { status }),
        customer: customerOf({
          name: firstText(document, 'a[href*="/customers/"]'),
          email: linkedTo(document, 'mailto'),
          phone: linkedTo(document, 'tel'),
        }),
        lines: grids.flatMap(readGrid),
        totals: largest(joinTotals(findTotals(pieces)))?.totals ?? [],
      },
    ];
  },
};
