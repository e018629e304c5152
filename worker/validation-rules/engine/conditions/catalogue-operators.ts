import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH } from '../../../../shared/limits.ts';
import type { RuleLine } from './facts.ts';
import { membership, type Operators } from './operators.ts';

const identifier = z.string().min(1).max(MAX_IDENTIFIER_LENGTH);

/** A product or SKU that a rule names by its id or source_id, as an order's line may name it. */
export const ProductOrSku = z.object({
  id: identifier,
  source_id: z.string().max(MAX_IDENTIFIER_LENGTH).nullable().optional(),
  object: z.enum(['product', 'sku'], 'expected "product" or "sku": Docket has no collections').optional(),
  type: z.literal('product_or_sku', 'expected "product_or_sku": Docket has no collections').optional(),
});
export type ProductOrSku = z.infer<typeof ProductOrSku>;

/** What a line says of its product, or of its SKU. A source_id is the product's unless the line says that it is the SKU's. */
const namesOf = (line: RuleLine, object: 'product' | 'sku'): unknown[] => [
  line[`${object}_id`],
  line[object]?.id,
  line[object]?.source_id,
  (line.related_object ?? 'product') === object ? line.source_id : undefined,
  ...(line.known?.[object] ?? []),
];

/** Whether a line is of that product or SKU, by the identifiers that it carries or is known by. */
export function isOf(line: RuleLine, { id, source_id, object }: ProductOrSku): boolean {
  const objects = object ? [object] : (['product', 'sku'] as const);
  const names = new Set(objects.flatMap((one) => namesOf(line, one)));
  return names.has(id) || (Boolean(source_id) && names.has(source_id));
}

/** The operators of what is in a line. */
export const catalogueOperators: Operators<RuleLine> = membership<RuleLine, ProductOrSku>(ProductOrSku, isOf);
