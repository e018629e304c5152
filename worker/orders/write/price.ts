import { AmountOverflow, priceItem, sumItems } from '../../../shared/orders/order-totals.ts';
import type { OrderItemInput } from '../../../shared/orders/orders.ts';
import { invalidField } from '../../http/errors.ts';
import type { OverrideWrite } from '../../products/catalogue-store.ts';
import { mapEntries } from '../../writes/map-entries.ts';
import { appliedTo, type SentDiscount, type StoredItem } from '../engine/applied-discounts.ts';
import { isOverride, type KnownCatalogue } from '../lines/catalogue.ts';
import { fillLine } from '../lines/fill-line.ts';
import { noteOverrides } from '../lines/override-lines.ts';
import type { ItemColumns, OrderWrite } from '../stores/columns-store.ts';
import type { OrderEntry, OrderPeople } from './identify.ts';

/** An order whose lines are filled and priced. */
export interface PricedOrder {
  write: OrderWrite;
  people: OrderPeople;
  /** True when the lines are those that are stored, whose metadata was checked before. */
  keepsLines?: boolean;
}

/** Priced orders, and what their lines write to the catalogue. */
export interface PricedOrders {
  orders: readonly PricedOrder[];
  overrides: readonly OverrideWrite[];
  /** The overrides line by line, as they were sent. */
  mentions: readonly OverrideWrite[];
}

type SummedColumns = Omit<ItemColumns, 'sentDiscounts'>;

/**
 * Sums up lines that are filled and priced.
 * @throws AmountOverflow
 */
export const itemColumns = (items: StoredItem[]): SummedColumns => ({
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
  sentDiscounts: null,
};

/** The discount of a line as it was sent, where the priced line does not say it. */
function toSentDiscount(item: OrderItemInput, priced: StoredItem): SentDiscount | null {
  const { discount_amount: given = 0, applied_discount_amount: shown } = item;
  if (shown === undefined && given === (priced.discount_amount ?? 0)) return null;
  return { given, shown: shown ?? null };
}

/**
 * Prices lines and sums them up; all null when the request has none.
 * @throws ApiError invalid_payload when amounts exceed 2^53 - 1
 */
function pricedColumns(items: readonly OrderItemInput[] | undefined): ItemColumns {
  if (!items) return noItems;
  try {
    const priced = items.map(priceItem);
    const sent = items.map((item, index) => toSentDiscount(item, priced[index] as StoredItem));
    return { ...itemColumns(priced), sentDiscounts: sent.some((one) => one !== null) ? sent : null };
  } catch (error) {
    if (!(error instanceof AmountOverflow)) throw error;
    throw invalidField('invalid_payload', error.path, error.message);
  }
}

/**
 * Prices an entry whose lines need no catalogue.
 * @throws ApiError invalid_payload when amounts exceed 2^53 - 1
 */
export const priceEntry = ({ write, items, people }: OrderEntry): PricedOrder => ({
  write: { ...write, ...pricedColumns(items) },
  people,
});

/**
 * Fills and prices the lines of orders from what is known of the catalogue.
 * @param inSequence fills a line with what earlier entries write to the catalogue, as if they were posted one
 *   by one; otherwise with what any entry writes
 * @throws EntryErrors invalid_payload when amounts exceed 2^53 - 1 or an override cannot be written
 */
export function priceOrders(
  entries: readonly OrderEntry[],
  catalogue: KnownCatalogue,
  inSequence = false,
): PricedOrders {
  const note = ({ items = [], write }: OrderEntry) => noteOverrides(items, catalogue, write);
  const price = (entry: OrderEntry) =>
    priceEntry({ ...entry, items: entry.items?.map((line) => fillLine(line, catalogue)) });
  // What a bad entry has noted in the catalogue must not be held against those after it.
  const stopsAfter = ({ items = [] }: OrderEntry) => items.some(isOverride);
  if (!inSequence) mapEntries(entries, note, stopsAfter);
  const orders = mapEntries(
    entries,
    (entry) => {
      if (inSequence) note(entry);
      return price(entry);
    },
    stopsAfter,
  );
  return { orders, overrides: [...catalogue.overrides.values()], mentions: catalogue.mentions };
}
