import { idPattern } from '../../shared/identifiers.ts';
import type { OrderItemInput } from '../../shared/orders.ts';
import { invalidField } from '../errors.ts';
import { newId } from '../identifiers.ts';
import type { OverrideWrite } from '../products/catalogue-store.ts';
import { type KnownCatalogue, referenceOf } from './order-lines.ts';

type Line = OrderItemInput;
type Kind = 'product' | 'sku';

/** The order that a line belongs to. */
type Origin = Pick<OverrideWrite, 'at' | 'place'>;

const refuse = (index: number, path: string, message: string) =>
  invalidField('invalid_payload', `items[${index}].${path}`, message);

/** The id under which the catalogue has, or is to have, what an override names. */
function idOf(line: Line, kind: Kind, index: number, catalogue: KnownCatalogue): string {
  const reference = referenceOf(line, kind);
  if (!reference) throw refuse(index, `${kind}.override`, `needs the ${kind}'s id or source_id`);
  const known = catalogue.find(reference)?.[`${kind}Id`];
  if (known) return known;
  if (reference.id === null) return newId(kind);
  if (idPattern(kind).test(reference.id)) return reference.id;
  throw refuse(index, `${kind}.id`, `names no ${kind}, and is not an id that one could be made with`);
}

function overrideProduct(line: Line, index: number, catalogue: KnownCatalogue, origin: Origin): void {
  const { product } = line;
  if (!product?.override) return;
  const id = idOf(line, 'product', index, catalogue);
  const reference = referenceOf(line, 'product');
  if (!reference) return;
  const { name = null, price = null, metadata = null } = product;
  const { at, place } = origin;
  const own = { at, place, line: index };
  const { sourceId } = reference;
  const write = {
    kind: 'product' as const,
    id,
    sourceId,
    productId: null,
    name,
    sku: null,
    price,
    metadata,
    ...own,
  };
  catalogue.override(reference, write);
}

function overrideSku(line: Line, index: number, catalogue: KnownCatalogue, origin: Origin): void {
  const { sku: inline } = line;
  if (!inline?.override) return;
  const id = idOf(line, 'sku', index, catalogue);
  const reference = referenceOf(line, 'sku');
  if (!reference) return;
  const productId =
    catalogue.find(reference)?.productId ?? catalogue.find(referenceOf(line, 'product'))?.productId;
  if (!productId)
    throw refuse(index, 'sku.override', 'needs a product of the catalogue that the SKU belongs to');
  const { sku = null, price = null, metadata = null } = inline;
  const { at, place } = origin;
  const own = { at, place, line: index };
  const { sourceId } = reference;
  catalogue.override(reference, {
    kind: 'sku',
    id,
    sourceId,
    productId,
    name: null,
    sku,
    price,
    metadata,
    ...own,
  });
}

/**
 * Notes what the lines write to the catalogue.
 * @throws ApiError invalid_payload where an override names nothing that can be written
 */
export function noteOverrides(lines: readonly Line[], catalogue: KnownCatalogue, origin: Origin): void {
  for (const [index, line] of lines.entries()) {
    overrideProduct(line, index, catalogue, origin);
    overrideSku(line, index, catalogue, origin);
  }
}
