import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import type { Metadata } from '../../shared/metadata/metadata.ts';
import type { CreateOrder } from '../../shared/orders/orders.ts';
import { membershipsAmong } from '../customers/membership-store.ts';
import type { Database, Statement } from '../database.ts';
import { startOfDay } from '../lists/filters.ts';
import { type OrderDraft, toDraft } from '../orders/order-draft.ts';
import { KnownCatalogue } from '../orders/order-lines.ts';
import { matchOfPosted, type PricedEntry, toOrderEntry } from '../orders/order-write.ts';
import { type PricedList, priceFrom } from '../orders/price-lines.ts';
import { type PresentOrder, presentOrder } from '../orders/store.ts';
import type { CatalogueRow } from '../products/catalogue-store.ts';
import { segmentsIn } from '../validation-rules/engine/evaluate.ts';
import { type DemandingVoucherRow, vouchersWithDemands } from '../vouchers/demands-store.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { type Demands, toDemands } from './demands.ts';
import { Redeemer } from './redeemer.ts';

/** What a stack of vouchers is examined with. */
export interface Stack {
  /** The voucher at each place of the request, where there is one. */
  vouchers: ReadonlyMap<number, VoucherRow>;
  /** What each of them demands. */
  demands: ReadonlyMap<number, Demands>;
  redeemer: Redeemer;
  draft: OrderDraft | undefined;
  /** What the order's lines write to the catalogue. */
  catalogue: Pick<PricedList, 'overrides' | 'mentions'>;
}

/** What a request says of the circumstances. */
export interface StackRequest {
  codes: readonly string[];
  order: CreateOrder | undefined;
  customer: CustomerOfOrder | undefined;
  metadata: Metadata | undefined;
}

/** The segments that who redeems is in, of those that rules ask about: no round trip where they ask about none. */
async function readSegments(
  database: Database,
  demands: readonly Demands[],
  now: number,
): Promise<ReadonlySet<string>> {
  const ids = new Set(demands.flatMap(({ rules }) => rules.flatMap((rule) => segmentsIn(rule.rules))));
  const customer = demands.find(({ customerId }) => customerId !== null)?.customerId;
  if (ids.size === 0 || !customer) return new Set();
  const asked = { customer, today: startOfDay(now), ids: JSON.stringify([...ids]) };
  const [rows] = await database.batch([membershipsAmong(asked)]);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Reads, in one round trip, the vouchers and their rules, the order if it exists, and what the catalogue knows of its lines; in
 * a second one the customer's segments, where rules ask about them.
 * @param before what refuses the request before
 * @throws ApiError invalid_payload where the order's amounts exceed 2^53 - 1 or its overrides cannot be written
 */
export async function readStack(
  database: Database,
  { codes, order, customer, metadata }: StackRequest,
  change: { at: number; by: string },
  before: readonly Statement<never>[] = [],
): Promise<Stack> {
  const entry = order && toOrderEntry(order, matchOfPosted(order), { ...change, place: 0 });
  const catalogue = new KnownCatalogue(entry?.items ?? []);
  const redeemer = new Redeemer(entry, customer, metadata);
  const [voucherRows, orderRows, ...catalogueRows] = (
    await database.batch([
      ...before,
      vouchersWithDemands({ codes: JSON.stringify(codes), ...redeemer.who }),
      ...(entry ? [presentOrder(entry.write), ...catalogue.lookups] : []),
    ])
  ).slice(before.length) as [DemandingVoucherRow[], PresentOrder[]?, ...CatalogueRow[][]];
  for (const rows of catalogueRows) catalogue.add(rows);
  const vouchers = new Map(voucherRows.map((row): [number, VoucherRow] => [row.place, row]));
  const demands = new Map(voucherRows.map((row) => [row.place, toDemands(row)]));
  redeemer.segments = await readSegments(database, [...demands.values()], change.at);
  const examined = { vouchers, demands, redeemer };
  if (!entry) return { ...examined, draft: undefined, catalogue: { overrides: [], mentions: [] } };
  const { entries, ...written } = priceFrom(catalogue, [entry]);
  return { ...examined, draft: toDraft(entries[0] as PricedEntry, orderRows?.[0]), catalogue: written };
}
