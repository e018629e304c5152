import type { Product } from '../../../shared/products.ts';
import type { ReadLine, UnclearLine } from '../../capture/meaning/reading.ts';
import { keptProduct, keptSku } from '../../drafts/orders/catalogue-line.ts';
import type { DraftLine } from '../../drafts/orders/order-draft.ts';
import { searchProducts } from '../forms/search-products.ts';
import { can } from '../session/session.ts';

type Kept = NonNullable<DraftLine['kept']>;
type Line = ReadLine | UnclearLine;

const OFFERED = 20;
/** How many lines are looked up at a time. */
const AT_ONCE = 6;

/** The product or SKU of a line among those that were found: by SKU, else by source id, else by exact name. */
function choose(products: readonly Product[], { sku, sourceId, name }: Line): Kept | undefined {
  const skus = products.flatMap((product) => product.skus.data.map((each) => ({ product, each })));
  const ids = [sku, sourceId].filter((id) => id !== undefined);
  const bySku = skus.find(({ each }) => each.sku !== null && each.sku === sku);
  const bySource = skus.find(({ each }) => each.source_id !== null && ids.includes(each.source_id));
  const chosen = bySku ?? bySource;
  if (chosen) return keptSku(chosen.product, chosen.each);
  const product =
    products.find(({ source_id }) => source_id !== null && ids.includes(source_id)) ??
    products.find((each) => each.name === name && each.skus.data.length === 0);
  return product && keptProduct(product);
}

async function match(line: Line): Promise<Kept | undefined> {
  for (const q of [line.sku, line.sourceId, line.name]) {
    const found =
      q === undefined || q.length < 2 ? undefined : choose((await searchProducts(q, OFFERED)).products, line);
    if (found) return found;
  }
  return undefined;
}

/** Finds what lines are in the catalogue; a line that is in none, or cannot be looked up now, stays as the page has it. */
export async function matchCatalogue(lines: readonly Line[]): Promise<(Kept | undefined)[]> {
  if (!can('products:read')) return lines.map(() => undefined);
  const found: (Kept | undefined)[] = [];
  for (let at = 0; at < lines.length; at += AT_ONCE)
    found.push(
      ...(await Promise.all(lines.slice(at, at + AT_ONCE).map((line) => match(line).catch(() => undefined)))),
    );
  return found;
}
