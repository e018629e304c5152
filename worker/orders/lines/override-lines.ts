import { idPattern } from '../../../shared/identifiers.ts';
import type { OrderItemInput } from '../../../shared/orders/orders.ts';
import { RefusalError } from '../../database.ts';
import { invalidField } from '../../http/errors.ts';
import { newId } from '../../identifiers.ts';
import type { OverrideWrite } from '../../products/catalogue-store.ts';
import { type KnownCatalogue, referenceOf } from './catalogue.ts';

type Line = OrderItemInput;
type Kind = 'product' | 'sku';

/** The order that a line belongs to. */
type Origin = Pick<OverrideWrite, 'at' | 'place'>;

const refuse = (index: number, path: string, message: string) =>
  invalidField('invalid_payload', `items[${index}].${path}`, message);

const duplicate = (kind: Kind, sourceId: string, place: number) =>
  new RefusalError({
    key: 'duplicate_found',
    index: place,
    type: kind,
    id: sourceId,
    details: `source_id belongs to another ${kind}.`,
  });

/** Finds what an override names, and the id under which the catalogue has it or is to have it. */
function targetOf(line: Line, kind: Kind, index: number, catalogue: KnownCatalogue, place: number) {
  const reference = referenceOf(line, kind);
  if (!reference) throw refuse(index, `${kind}.override`, `needs the ${kind}'s id or source_id`);
  const known =
    kind === 'product' ? catalogue.product(reference)?.productId : catalogue.sku(reference)?.skuId;
  const { id: given, sourceId } = reference;
  if (given !== null && given !== known && !idPattern(kind).test(given))
    throw refuse(index, `${kind}.id`, `names no ${kind}, and is not an id that one could be made with`);
  const owner = catalogue.ownerOf(kind, sourceId);
  const id = given ?? known ?? owner ?? newId(kind);
  if (sourceId !== null && owner !== undefined && owner !== id) throw duplicate(kind, sourceId, place);
  const stored = catalogue.stored.get(`${kind} ${id}`);
  const newSourceId = stored && stored.sourceId === sourceId ? null : sourceId;
  return { id, sourceId, newSourceId, isKnown: stored !== undefined };
}

function overrideProduct(line: Line, index: number, catalogue: KnownCatalogue, origin: Origin): void {
  const { product } = line;
  if (!product?.override) return;
  const { at, place } = origin;
  const target = targetOf(line, 'product', index, catalogue, place);
  const { name = null, price = null, metadata = null } = product;
  catalogue.override({
    kind: 'product',
    ...target,
    productId: null,
    name,
    sku: null,
    price,
    metadata,
    at,
    place,
    line: index,
  });
}

function overrideSku(line: Line, index: number, catalogue: KnownCatalogue, origin: Origin): void {
  const { sku: inline } = line;
  if (!inline?.override) return;
  const { at, place } = origin;
  const target = targetOf(line, 'sku', index, catalogue, place);
  const productId =
    catalogue.sku(referenceOf(line, 'sku'))?.productId ??
    catalogue.product(referenceOf(line, 'product'))?.productId;
  if (!productId)
    throw refuse(index, 'sku.override', 'needs a product of the catalogue that the SKU belongs to');
  const { sku = null, price = null, metadata = null } = inline;
  catalogue.override({
    kind: 'sku',
    ...target,
    productId,
    name: null,
    sku,
    price,
    metadata,
    at,
    place,
    line: index,
  });
}

/**
 * Gives a source_id that nobody has to the id given with it, so that lines that name only one of them mean
 * the same.
 */
function claimNames(line: Line, catalogue: KnownCatalogue): void {
  for (const kind of ['product', 'sku'] as const) {
    const reference = line[kind]?.override ? referenceOf(line, kind) : undefined;
    if (reference) catalogue.claim(reference);
  }
}

/**
 * Notes what the lines write to the catalogue: products first, which SKUs of other lines may belong to.
 * @throws ApiError invalid_payload where an override names nothing that can be written
 */
export function noteOverrides(lines: readonly Line[], catalogue: KnownCatalogue, origin: Origin): void {
  for (const line of lines) claimNames(line, catalogue);
  for (const [index, line] of lines.entries()) overrideProduct(line, index, catalogue, origin);
  for (const [index, line] of lines.entries()) overrideSku(line, index, catalogue, origin);
}
