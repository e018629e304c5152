import { findCustomer, findOrderNumbers } from '../readers/order-facts.ts';
import { firstText, linesOf } from '../readers/page-text.ts';
import { piecesOf } from '../readers/pieces.ts';
import { joinTotals, largest } from '../readers/read-tables.ts';
import { readTextLines } from '../readers/text-lines.ts';
import { findTotals } from '../readers/totals.ts';
import type { Adapter } from './adapter.ts';
import { customerOf, linkedTo, numberIn } from './page-parts.ts';

/*
 * Shopify's order in its admin. Its classes change with every release, so it is read by what it says: the order's name is
 * its first heading, a line has "€14.50 × 2", links lead to the customer. Seen in November 2026.
 */

/** The heading of the part that lists what an edit took out of the order. */
const REMOVED = /^(?:removed|entfernt|supprim|eliminad|rimoss|usunięt|verwijderd|removid|odstraněn|borttag)/i;

const isRemoved = (mark: Element): boolean => {
  for (let part = mark.parentElement; part && part.tagName !== 'MAIN'; part = part.parentElement) {
    const [heading = ''] = linesOf(part);
    if (REMOVED.test(heading)) return true;
  }
  return false;
};

export const shopify: Adapter = {
  name: 'shopify',
  matches: (url, document) =>
    /^admin\.shopify\.com$|\.myshopify\.com$/.test(url.hostname) &&
    /\/orders\/\d+/.test(url.pathname) &&
    document.querySelector('h1') !== null,
  read: (document) => {
    const { pieces } = piecesOf(document);
    const [found] = findOrderNumbers(pieces, document.title);
    const heading = firstText(document, 'h1');
    const sourceId = /^#?\S*\d\S*$/.test(heading ?? '') ? heading : (numberIn(heading) ?? found);
    const totals = largest(joinTotals(findTotals(pieces)))?.totals ?? [];
    const customer = findCustomer(pieces);
    return readTextLines(document, isRemoved).map((lines) => ({
      ...(sourceId && { sourceId }),
      customer: customerOf({
        name: firstText(document, 'a[href*="/customers/"]') ?? customer.name,
        email: linkedTo(document, 'mailto') ?? customer.email,
        phone: linkedTo(document, 'tel') ?? customer.phone,
      }),
      lines,
      totals,
    }));
  },
};
