import type { OrderItem } from '../shared/orders/orders.ts';

/** What a line is called: its product's name, its SKU's, or else what it is known by. */
export const lineName = ({ product, sku, source_id, product_id, sku_id }: Partial<OrderItem>): string =>
  product?.name ?? sku?.sku ?? source_id ?? product?.source_id ?? sku_id ?? product_id ?? '';

/** What a customer is called. */
export const personLabel = (person: {
  id: string;
  name?: string | null | undefined;
  email?: string | null | undefined;
  source_id?: string | null | undefined;
}): string => person.name || person.email || person.source_id || person.id;
