import type { Database, Statement } from '../database.ts';
import { mapEntries } from '../http/errors.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { refuseUsedKey } from '../idempotency/store.ts';
import {
  type OverrideWrite,
  overrideProducts,
  overrideSkus,
  refuseChangedCatalogue,
} from '../products/catalogue-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { fillLine, isOverride, KnownCatalogue } from './order-lines.ts';
import { type OrderEntry, type PricedEntry, toPriced } from './order-write.ts';
import { noteOverrides } from './override-lines.ts';

/** Orders whose lines are filled and priced, and what the lines write to the catalogue. */
export interface PricedList {
  entries: readonly PricedEntry[];
  overrides: readonly OverrideWrite[];
  /** What each line says of that. */
  mentions: readonly OverrideWrite[];
  /** Whether that took a round trip. */
  wasAsked: boolean;
}

/**
 * Fills and prices the lines from what is known of the catalogue.
 * @param inTurn whether a line is filled with what earlier entries write to the catalogue, as if they were posted one by
 *   one; else with what any entry writes
 * @throws EntryErrors invalid_payload where amounts exceed 2^53 - 1 or an override cannot be written
 */
export function priceFrom(
  catalogue: KnownCatalogue,
  entries: readonly OrderEntry[],
  inTurn = false,
): Omit<PricedList, 'wasAsked'> {
  const note = ({ items = [], write }: OrderEntry) => noteOverrides(items, catalogue, write);
  const price = (entry: OrderEntry) =>
    toPriced({ ...entry, items: entry.items?.map((line) => fillLine(line, catalogue)) });
  // What a bad entry has noted in the catalogue must not be held against those after it.
  const spoils = ({ items = [] }: OrderEntry) => items.some(isOverride);
  if (!inTurn) mapEntries(entries, note, spoils);
  const priced = mapEntries(
    entries,
    (entry) => {
      if (inTurn) note(entry);
      return price(entry);
    },
    spoils,
  );
  return { entries: priced, overrides: [...catalogue.overrides.values()], mentions: catalogue.mentions };
}

/**
 * Fills and prices the lines; asks the catalogue, in one round trip, where lines carry less than a price and a name.
 * @throws as priceFrom does
 */
export async function priceLines(
  database: Database,
  entries: readonly OrderEntry[],
  idempotency: IdempotentRequest | null,
  inTurn: boolean,
): Promise<PricedList> {
  const catalogue = new KnownCatalogue(entries.flatMap(({ items = [] }) => items));
  const { lookups } = catalogue;
  // A used key is found here: what it did must be answered though the catalogue has changed since.
  const guards = idempotency ? [refuseUsedKey(idempotency)] : [];
  const results = lookups.length > 0 ? await database.batch([...guards, ...lookups]) : [];
  for (const rows of results.slice(guards.length)) catalogue.add(rows);
  return { ...priceFrom(catalogue, entries, inTurn), wasAsked: lookups.length > 0 };
}

const toRows = (overrides: readonly OverrideWrite[]): string =>
  bindRows(overrides.map(({ newSourceId, ...write }) => ({ ...write, sourceId: newSourceId })));

/** The statements that write overrides to the catalogue, products before their SKUs; `refuse` sees whether it has changed. */
export function writeCatalogue(
  overrides: readonly OverrideWrite[],
): Record<'refuse' | 'write', Statement<never>[]> {
  if (overrides.length === 0) return { refuse: [], write: [] };
  const ofKind = (kind: OverrideWrite['kind']) => overrides.filter((override) => override.kind === kind);
  return {
    refuse: [refuseChangedCatalogue({ overrides: bindRows(overrides) })],
    write: [
      overrideProducts({ products: toRows(ofKind('product')) }),
      overrideSkus({ skus: toRows(ofKind('sku')) }),
    ],
  };
}
