import type { OrderItemInput } from '../../../shared/orders/orders.ts';
import type { Database, Statement } from '../../database.ts';
import {
  type CatalogueReference,
  type CatalogueRow,
  catalogueRows,
  type OverrideWrite,
} from '../../products/catalogue-store.ts';
import { bindRows } from '../../sql/json-columns.ts';

type Line = OrderItemInput;
type Kind = CatalogueReference['kind'];

/**
 * Finds the name by which a line refers to its product or SKU: id fields, the object inside it, or source_id,
 * which is a product's unless the line says sku.
 */
export function referenceOf(line: Line, kind: Kind): CatalogueReference | undefined {
  const inline = line[kind];
  const isNamedBySource = (line.related_object ?? 'product') === kind;
  const id = line[`${kind}_id`] ?? inline?.id ?? null;
  const sourceId = inline?.source_id ?? (isNamedBySource ? line.source_id : undefined) ?? null;
  return id === null && sourceId === null ? undefined : { kind, id, sourceId };
}

const hasPrice = ({ price, sku, product }: Line): boolean =>
  price !== undefined || sku?.price !== undefined || product?.price !== undefined;
const hasName = ({ sku, product }: Line): boolean => sku?.sku !== undefined || product?.name !== undefined;

/** Tells whether a line writes to the catalogue. */
export const isOverride = ({ sku, product }: Line): boolean =>
  sku?.override === true || product?.override === true;

const nameOf = ({ kind, id, sourceId }: CatalogueReference): string => JSON.stringify([kind, id, sourceId]);

/**
 * Tells whether a line needs the catalogue: it has less than a price and a name, or writes to the catalogue.
 */
export const isLookedUp = (line: Line): boolean => isOverride(line) || !hasPrice(line) || !hasName(line);

function referencesOf(lines: readonly Line[]): CatalogueReference[] {
  const references = lines.flatMap((line) => [
    referenceOf(line, 'sku') ?? [],
    referenceOf(line, 'product') ?? [],
  ]);
  return [...new Map(references.flat().map((reference) => [nameOf(reference), reference])).values()];
}

type KnownProduct = Pick<CatalogueRow, 'productId' | 'productSourceId' | 'productName' | 'productPrice'>;
type KnownSku = Pick<CatalogueRow, 'skuId' | 'skuSourceId' | 'sku' | 'skuPrice'> & {
  productId: string | null;
};

/** The ids and source_ids by which the catalogue knows the product and the SKU of a line. */
export type CatalogueNames = Record<Kind, readonly string[]>;

/** The products and SKUs that some lines name, each known once, by whatever name. */
export class KnownCatalogue {
  readonly #references: CatalogueReference[];
  readonly #products = new Map<string, KnownProduct>();
  readonly #skus = new Map<string, KnownSku>();
  /** Ids by kind and source_id. */
  readonly #bySourceId = new Map<string, string>();
  /** The products and SKUs that the catalogue had when it was read, by kind and id. */
  readonly stored = new Map<string, { sourceId: string | null }>();
  /** Writes to the catalogue, line by line; filled by `override`. */
  readonly mentions: OverrideWrite[] = [];
  /** Writes to the catalogue, those of all lines merged by kind and id; filled by `override`. */
  readonly overrides = new Map<string, OverrideWrite>();

  /** @param isNeeded tells of each line whether it is looked up */
  constructor(lines: readonly Line[], isNeeded: (line: Line) => boolean = isLookedUp) {
    this.#references = referencesOf(lines.filter(isNeeded));
  }

  /** Tells whether some lines need the catalogue. */
  get isRead(): boolean {
    return this.#references.length > 0;
  }

  /** The statement that looks the lines up, if one is needed; its rows are for `add`. */
  get lookup(): Statement<CatalogueRow> | undefined {
    if (!this.isRead) return undefined;
    return catalogueRows({ references: bindRows(this.#references) });
  }

  add(rows: readonly CatalogueRow[] = []): void {
    for (const row of rows) {
      const { kind, sourceId } = this.#references[row.key] ?? {};
      if (row.productId !== null) {
        this.#products.set(row.productId, row);
        this.stored.set(`product ${row.productId}`, { sourceId: row.productSourceId });
        this.#name('product', row.productSourceId, row.productId);
      }
      if (row.skuId !== null) {
        this.#skus.set(row.skuId, row);
        this.stored.set(`sku ${row.skuId}`, { sourceId: row.skuSourceId });
        this.#name('sku', row.skuSourceId, row.skuId);
      }
      if (kind) this.#name(kind, sourceId ?? null, row.ownerId);
    }
  }

  #name(kind: Kind, sourceId: string | null, id: string | null): void {
    if (sourceId !== null && id !== null) this.#bySourceId.set(`${kind} ${sourceId}`, id);
  }

  claim({ kind, id, sourceId }: CatalogueReference): void {
    if (this.ownerOf(kind, sourceId) === undefined) this.#name(kind, sourceId, id);
  }

  /** The id of what has a source_id now, or will have it. */
  ownerOf(kind: Kind, sourceId: string | null): string | undefined {
    return sourceId === null ? undefined : this.#bySourceId.get(`${kind} ${sourceId}`);
  }

  #idOf({ kind, id, sourceId }: CatalogueReference): string | undefined {
    const known = kind === 'product' ? this.#products : this.#skus;
    if (id !== null && known.has(id)) return id;
    const owner = this.ownerOf(kind, sourceId);
    return owner !== undefined && known.has(owner) ? owner : undefined;
  }

  product(reference: CatalogueReference | undefined): KnownProduct | undefined {
    return this.#products.get((reference && this.#idOf(reference)) ?? '');
  }

  productOf({ productId }: KnownSku): KnownProduct | undefined {
    return this.#products.get(productId ?? '');
  }

  sku(reference: CatalogueReference | undefined): KnownSku | undefined {
    return this.#skus.get((reference && this.#idOf(reference)) ?? '');
  }

  /** Names what a line is of: its SKU, the product that it says, and the one that its SKU belongs to. */
  namesOf(line: Line): CatalogueNames {
    const sku = this.sku(referenceOf(line, 'sku'));
    const products = [this.product(referenceOf(line, 'product')), sku && this.productOf(sku)];
    const there = (names: (string | null | undefined)[]) => names.filter((name) => name != null);
    return {
      sku: there([sku?.skuId, sku?.skuSourceId]),
      product: there(products.flatMap((product) => [product?.productId, product?.productSourceId])),
    };
  }

  /**
   * Notes what a line writes: from now on a line that names it means this; fields that are not given stay.
   */
  override(write: OverrideWrite): void {
    const { kind, id, sourceId, name, sku, price } = write;
    this.mentions.push(write);
    const before = this.overrides.get(`${kind} ${id}`);
    const given = Object.fromEntries(Object.entries(write).filter(([, value]) => value !== null));
    const metadata = { ...before?.metadata, ...write.metadata };
    this.overrides.set(`${kind} ${id}`, {
      ...(before ?? write),
      ...given,
      isKnown: before?.isKnown ?? write.isKnown,
      metadata: before?.metadata || write.metadata ? metadata : null,
    });
    this.#name(kind, sourceId, id);
    if (kind === 'product') {
      const known = this.#products.get(id);
      this.#products.set(id, {
        productId: id,
        productSourceId: sourceId ?? known?.productSourceId ?? null,
        productName: name ?? known?.productName ?? null,
        productPrice: price ?? known?.productPrice ?? null,
      });
      return;
    }
    const known = this.#skus.get(id);
    this.#skus.set(id, {
      skuId: id,
      productId: write.productId,
      skuSourceId: sourceId ?? known?.skuSourceId ?? null,
      sku: sku ?? known?.sku ?? null,
      skuPrice: price ?? known?.skuPrice ?? null,
    });
  }
}

/**
 * Looks the lines up in the catalogue, in one round trip; without a round trip when every line has a price
 * and a name.
 * @param guards refuse the request first: the reply of a used key is repeated though the catalogue has
 *   changed since
 */
export async function readCatalogue(
  database: Database,
  lines: readonly Line[],
  guards: readonly Statement<never>[],
): Promise<KnownCatalogue> {
  const catalogue = new KnownCatalogue(lines);
  const { lookup } = catalogue;
  if (lookup) {
    const { found } = await database.batch({ guards, found: lookup });
    catalogue.add(found);
  }
  return catalogue;
}
