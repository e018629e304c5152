import type { CreateOrder } from '../../shared/orders.ts';
import type { Database, Statement } from '../database.ts';
import { type OrderDraft, toDraft } from '../orders/order-draft.ts';
import { KnownCatalogue } from '../orders/order-lines.ts';
import { matchOfPosted, type PricedEntry, toOrderEntry } from '../orders/order-write.ts';
import { type PricedList, priceFrom } from '../orders/price-lines.ts';
import { type PresentOrder, presentOrder } from '../orders/store.ts';
import type { CatalogueRow } from '../products/catalogue-store.ts';
import { type VoucherRow, vouchersByCodes } from '../vouchers/store.ts';

/** What a stack of vouchers is examined with. */
export interface Stack {
  /** The voucher at each place of the request, where there is one. */
  vouchers: ReadonlyMap<number, VoucherRow>;
  draft: OrderDraft | undefined;
  /** What the order's lines write to the catalogue. */
  catalogue: Pick<PricedList, 'overrides' | 'mentions'>;
}

/**
 * Reads, in one round trip, the vouchers, the order if it exists, and what the catalogue knows of its lines.
 * @param before what refuses the request before
 * @throws ApiError invalid_payload where the order's amounts exceed 2^53 - 1 or its overrides cannot be written
 */
export async function readStack(
  database: Database,
  { codes, order }: { codes: readonly string[]; order: CreateOrder | undefined },
  change: { at: number; by: string },
  before: readonly Statement<never>[] = [],
): Promise<Stack> {
  const entry = order && toOrderEntry(order, matchOfPosted(order), { ...change, place: 0 });
  const catalogue = new KnownCatalogue(entry?.items ?? []);
  const [voucherRows, orderRows, ...catalogueRows] = (
    await database.batch([
      ...before,
      vouchersByCodes({ codes: JSON.stringify(codes) }),
      ...(entry ? [presentOrder(entry.write), ...catalogue.lookups] : []),
    ])
  ).slice(before.length) as [(VoucherRow & { place: number })[], PresentOrder[]?, ...CatalogueRow[][]];
  for (const rows of catalogueRows) catalogue.add(rows);
  const vouchers = new Map(voucherRows.map(({ place, ...voucher }) => [place, voucher]));
  if (!entry) return { vouchers, draft: undefined, catalogue: { overrides: [], mentions: [] } };
  const { entries, ...written } = priceFrom(catalogue, [entry]);
  return { vouchers, draft: toDraft(entries[0] as PricedEntry, orderRows?.[0]), catalogue: written };
}
