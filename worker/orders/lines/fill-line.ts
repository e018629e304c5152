import { OrderItemInput } from '../../../shared/orders/orders.ts';
import { isLookedUp, type KnownCatalogue, referenceOf } from './catalogue.ts';

type Line = OrderItemInput;

const present = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Partial<T>;

/**
 * Removes `override`: it is an instruction, which would be repeated by a client that sends back what it has
 * read.
 */
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
 * Fills in what a line lacks of price, name, ids, and product and SKU objects from the catalogue. What the
 * line has stays; its price is its own, else the inline SKU's, the inline product's, the known SKU's, the
 * known product's.
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
