import { allAdapters } from './all-adapters.ts';
import type { CapturedOrder, CapturedPage, PageProblem } from './meaning/captured-order.ts';
import { findCustomer, findOrderNumbers, findStatedCurrency } from './readers/order-facts.ts';
import { isHidden } from './readers/page-text.ts';
import { piecesOf } from './readers/pieces.ts';
import { distinctTables, joinTotals, largest, withTotals } from './readers/read-tables.ts';
import { readStructuredData } from './readers/structured-data.ts';
import { readTables } from './readers/tables.ts';
import { readTextLines } from './readers/text-lines.ts';
import { findTotals } from './readers/totals.ts';

/** A page of more elements than this is not read: an order's page has some thousands. */
const MAX_ELEMENTS = 30_000;
/** An order of more lines than the API takes is not read. */
const MAX_LINES = 2000;
const MAX_CANDIDATES = 40;

const isTooLarge = (document: Document): boolean =>
  document.getElementsByTagName('*')[MAX_ELEMENTS] !== undefined;

/** Tells whether rows are still being loaded or saved: a busy region has some, or stands among some. */
const isBusy = (document: Document): boolean =>
  [...document.querySelectorAll('[aria-busy="true"]')].some(
    (element) =>
      !isHidden(element) &&
      (element.closest('table, [role="table"], [role="grid"]') ?? element.querySelector('tr, [role="row"]')),
  );

/** What an adapter that knows the page reads. */
function readByAdapter(document: Document, url: URL, locale: { locale?: string }): CapturedOrder[] {
  for (const adapter of allAdapters) {
    if (!adapter.matches(url, document)) continue;
    const orders = adapter.read(document, url).filter(({ lines }) => lines.length > 0);
    if (orders.length > 0)
      return orders.map((order) => ({ notUnderstood: [], ...order, reader: adapter.name, ...locale }));
  }
  return [];
}

/** What any page says in structured data, in tables and in texts. */
function readGenerally(
  document: Document,
  locale: { locale?: string },
): { candidates: CapturedOrder[]; problem: PageProblem } {
  const found = readTables(document);
  const tables = distinctTables(found.filter(({ isList }) => !isList));
  const rows = new Set(tables.flatMap(({ choices }) => choices[0]?.rows ?? []));
  const texts = piecesOf(document, rows);
  const [sourceId, ...otherIds] = findOrderNumbers(texts.pieces, document.title);
  const currency = findStatedCurrency(texts.pieces);
  const facts = {
    ...locale,
    ...(sourceId && { sourceId }),
    ...(otherIds.length > 0 && { otherIds: otherIds.slice(0, 5) }),
    ...(currency && { currency }),
    customer: findCustomer(texts.pieces),
  };
  const totals = largest(joinTotals(findTotals(texts.pieces)))?.totals ?? [];
  const structured = readStructuredData(document).flatMap((order, part): CapturedOrder[] => {
    const stated = { ...order, part, notUnderstood: [], ...locale };
    // What the data does not say of sums stands on the page, in the page's own format.
    return [stated, { ...stated, totals }];
  });
  const tabular = withTotals(tables, texts).map(
    (read): CapturedOrder => ({ reader: 'table', ...facts, ...read }),
  );
  const spoken =
    tables.length > 0
      ? []
      : readTextLines(document).map(
          (lines): CapturedOrder => ({ reader: 'text', ...facts, lines, totals, notUnderstood: [] }),
        );
  return {
    candidates: [...structured.filter(({ lines }) => lines.length > 0), ...tabular, ...spoken].slice(
      0,
      MAX_CANDIDATES,
    ),
    problem: found.some(({ isList }) => isList) ? 'list_of_orders' : 'no_order',
  };
}

/** Reads the order of a page. Ends whatever the page is; asks nobody and changes nothing. */
export function readPage(document: Document): CapturedPage {
  const address = document.location?.href ?? 'about:blank';
  const url = address.slice(0, 2000);
  if (document.readyState === 'loading') return { url, candidates: [], problem: 'loading' };
  if (isTooLarge(document)) return { url, candidates: [], problem: 'too_large' };
  if (isBusy(document)) return { url, candidates: [], problem: 'loading' };
  const lang = document.documentElement.lang || document.querySelector('[lang]')?.getAttribute('lang');
  const locale = lang ? { locale: lang.slice(0, 20) } : {};
  const adapted = readByAdapter(document, new URL(address), locale);
  const { candidates: found, problem } =
    adapted.length > 0 ? { candidates: adapted, problem: undefined } : readGenerally(document, locale);
  const candidates = found.filter(({ lines }) => lines.length <= MAX_LINES);
  if (candidates.length > 0) return { url, candidates };
  return { url, candidates, problem: found.length > 0 ? 'too_large' : (problem ?? 'no_order') };
}
