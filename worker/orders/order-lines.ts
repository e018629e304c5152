import { OrderItemInput } from '../../shared/orders.ts';
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

/** What is known of the products and SKUs that some lines name. */
export class KnownCatalogue {
  readonly #references: CatalogueReference[];
  readonly #rows = new Map<string, CatalogueRow>();
  /** What the lines write to the catalogue, by kind and id; filled by `override`. */
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
      const reference = this.#references[row.key];
      if (reference) this.#rows.set(nameOf(reference), row);
    }
  }

  /** What is known of a reference, if its product or SKU is there. */
  find(reference: CatalogueReference | undefined): CatalogueRow | undefined {
    const row = reference && this.#rows.get(nameOf(reference));
    return row && row[`${reference.kind}Id`] !== null ? row : undefined;
  }

  /** From now on the reference means what is written; fields that are not given stay. */
  override(reference: CatalogueReference, write: OverrideWrite): void {
    const name = `${write.kind} ${write.id}`;
    const before = this.overrides.get(name);
    const given = Object.fromEntries(Object.entries(write).filter(([, value]) => value !== null));
    const metadata = { ...before?.metadata, ...write.metadata };
    this.overrides.set(name, {
      ...(before ?? write),
      ...given,
      metadata: before?.metadata || write.metadata ? metadata : null,
    });
    const row = this.#rows.get(nameOf(reference)) ?? nothingKnown;
    this.#rows.set(nameOf(reference), {
      ...row,
      ...(write.kind === 'product'
        ? {
            productId: write.id,
            productSourceId: write.sourceId ?? row.productSourceId,
            productName: write.name ?? row.productName,
            productPrice: write.price ?? row.productPrice,
          }
        : {
            skuId: write.id,
            productId: write.productId,
            skuSourceId: write.sourceId ?? row.skuSourceId,
            sku: write.sku ?? row.sku,
            skuPrice: write.price ?? row.skuPrice,
          }),
    });
  }
}

const nothingKnown: CatalogueRow = {
  key: -1,
  productId: null,
  productSourceId: null,
  productName: null,
  productPrice: null,
  skuId: null,
  skuSourceId: null,
  sku: null,
  skuPrice: null,
};

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
  const ofSku = catalogue.find(referenceOf(line, 'sku'));
  const ofProduct = catalogue.find(referenceOf(line, 'product')) ?? (ofSku?.productId ? ofSku : undefined);
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
