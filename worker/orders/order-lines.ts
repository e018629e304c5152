import { OrderItemInput } from '../../shared/orders/orders.ts';
import type { CatalogueReference, CatalogueRow, OverrideWrite } from '../products/catalogue-store.ts';
import { catalogueRows } from '../products/catalogue-store.ts';
import { bindRows } from '../sql/json-columns.ts';

type Line = OrderItemInput;
type Kind = CatalogueReference['kind'];

/** How a line names its product or SKU: by id fields, by the object inside it, or by source_id, of a product unless it says sku. */
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

/** Whether a line writes to the catalogue. */
export const isOverride = ({ sku, product }: Line): boolean =>
  sku?.override === true || product?.override === true;

const nameOf = ({ kind, id, sourceId }: CatalogueReference): string => JSON.stringify([kind, id, sourceId]);

/** Whether the catalogue is asked about a line: it carries less than a price and a name, or writes to the catalogue. */
const isLookedUp = (line: Line): boolean => isOverride(line) || !hasPrice(line) || !hasName(line);

function referencesOf(lines: readonly Line[]): CatalogueReference[] {
  const references = lines
    .filter(isLookedUp)
    .flatMap((line) => [referenceOf(line, 'sku') ?? [], referenceOf(line, 'product') ?? []]);
  return [...new Map(references.flat().map((reference) => [nameOf(reference), reference])).values()];
}

type KnownProduct = Pick<CatalogueRow, 'productId' | 'productSourceId' | 'productName' | 'productPrice'>;
type KnownSku = Pick<CatalogueRow, 'skuId' | 'skuSourceId' | 'sku' | 'skuPrice'> & {
  productId: string | null;
};

/** What is known of the products and SKUs that some lines name, each once, by whatever name. */
export class KnownCatalogue {
  readonly #references: CatalogueReference[];
  readonly #products = new Map<string, KnownProduct>();
  readonly #skus = new Map<string, KnownSku>();
  /** Ids by kind and source_id. */
  readonly #bySourceId = new Map<string, string>();
  /** What the catalogue had when it was asked, by kind and id. */
  readonly stored = new Map<string, { sourceId: string | null }>();
  /** What each line says to the catalogue; filled by `override`. */
  readonly mentions: OverrideWrite[] = [];
  /** What they write together, by kind and id; filled by `override`. */
  readonly overrides = new Map<string, OverrideWrite>();

  constructor(lines: readonly Line[]) {
    this.#references = referencesOf(lines);
  }

  /** The statements that look up what must be; their rows are for `add`. */
  get lookups() {
    if (this.#references.length === 0) return [];
    return [catalogueRows({ references: bindRows(this.#references) })];
  }

  add(rows: readonly CatalogueRow[]): void {
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

  /** From now on whoever names it means what is written; fields that are not given stay. */
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

const present = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<T>;

/** `override` is an instruction, not a fact: kept, it would be carried out again by whoever sends back what was read. */
function withoutOverride(line: Line): Line {
  const without = <Inline extends { override?: boolean | undefined }>(inline: Inline) => {
    const { override: _, ...rest } = inline;
    return rest as Inline;
  };
  return {
    ...line,
    ...(line.product && { product: without(line.product) }),
    ...(line.sku && { sku: without(line.sku) }),
  };
}

/**
 * The line with what it lacks of price, name, ids, and product and SKU objects, as the catalogue has it. What the line
 * carries stays; the price is its own, the inline SKU's, the inline product's, the known SKU's, the known product's.
 */
export function fillLine(line: Line, catalogue: KnownCatalogue): Line {
  const ofSku = catalogue.sku(referenceOf(line, 'sku'));
  const ofProduct = catalogue.product(referenceOf(line, 'product')) ?? (ofSku && catalogue.productOf(ofSku));
  if ((!ofSku && !ofProduct) || !isLookedUp(line)) return withoutOverride(line);
  const price =
    line.price ?? line.sku?.price ?? line.product?.price ?? ofSku?.skuPrice ?? ofProduct?.productPrice;
  const filled = {
    ...line,
    ...(price != null && { price }),
    ...(ofSku && {
      sku_id: line.sku_id ?? ofSku.skuId,
      sku: {
        ...present({ id: ofSku.skuId, source_id: ofSku.skuSourceId, sku: ofSku.sku, price: ofSku.skuPrice }),
        ...line.sku,
      },
    }),
    ...(ofProduct && {
      product_id: line.product_id ?? ofProduct.productId,
      product: {
        ...present({
          id: ofProduct.productId,
          source_id: ofProduct.productSourceId,
          name: ofProduct.productName,
          price: ofProduct.productPrice,
        }),
        ...line.product,
      },
    }),
  };
  // Parsed again for the order of its fields: a line that a client sends back must be the same to the letter.
  return withoutOverride(OrderItemInput.parse(filled));
}
