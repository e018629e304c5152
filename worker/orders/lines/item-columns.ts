import { AmountOverflow, priceItem, sumItems } from '../../../shared/orders/order-totals.ts';
import type { OrderItemInput } from '../../../shared/orders/orders.ts';
import { invalidField } from '../../http/errors.ts';
import type { ItemColumns } from '../columns-store.ts';
import type { StoredItem } from '../store.ts';
import { appliedTo } from './applied-discounts.ts';

/**
 * Sums up lines that are filled and priced.
 * @throws AmountOverflow
 */
export const itemColumns = (items: StoredItem[]): ItemColumns => ({
  items,
  itemsCount: items.length,
  itemsAppliedDiscountAmount: items.reduce((sum, item) => sum + appliedTo(item), 0),
  ...sumItems(items),
});

const noItems: ItemColumns = {
  items: null,
  itemsCount: null,
  itemsAmount: null,
  itemsDiscountAmount: null,
  itemsAppliedDiscountAmount: null,
};

/**
 * Prices lines and sums them up; all null when the request has none.
 * @throws ApiError invalid_payload when amounts exceed 2^53 - 1
 */
export function pricedColumns(items: readonly OrderItemInput[] | undefined): ItemColumns {
  if (!items) return noItems;
  try {
    return itemColumns(items.map(priceItem));
  } catch (error) {
    if (!(error instanceof AmountOverflow)) throw error;
    throw invalidField('invalid_payload', error.path, error.message);
  }
}
