import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import type { Metadata } from '../../shared/metadata/metadata.ts';
import type { CreateOrder } from '../../shared/orders/orders.ts';
import { startOfDay } from '../../shared/times.ts';
import { membershipsAmong } from '../customers/membership-store.ts';
import type { Database, Statement } from '../database.ts';
import { KnownCatalogue } from '../orders/lines/catalogue.ts';
import { presentOrder } from '../orders/stores/store.ts';
import { matchPosted, toOrderEntry } from '../orders/write/identify.ts';
import { type PricedOrder, type PricedOrders, priceOrders } from '../orders/write/price.ts';
import { segmentsIn } from '../validation-rules/engine/evaluate.ts';
import { vouchersWithRules } from '../vouchers/required-rules-store.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { type OrderDraft, toDraft } from './order-draft.ts';
import { Redeemer } from './redeemer.ts';
import { type RequiredRules, toRequiredRules } from './required-rules.ts';

/** All that a stack of vouchers is examined with. */
export interface Stack {
  /** The voucher at each place of the request, where there is one. */
  vouchers: ReadonlyMap<number, VoucherRow>;
  /** The rules that each of them requires. */
  requiredRules: ReadonlyMap<number, RequiredRules>;
  redeemer: Redeemer;
  draft: OrderDraft | undefined;
  /** The writes of the order's lines to the catalogue. */
  catalogue: Pick<PricedOrders, 'overrides' | 'mentions'>;
}

/** A validated request for a validation or redemption. */
export interface StackRequest {
  codes: readonly string[];
  order: CreateOrder | undefined;
  customer: CustomerOfOrder | undefined;
  metadata: Metadata | undefined;
}

/**
 * Reads which segments the customer is in, of those that rules name: without a round trip when they name
 * none.
 */
async function readSegments(
  database: Database,
  required: readonly RequiredRules[],
  now: number,
): Promise<ReadonlySet<string>> {
  const named = new Set(required.flatMap(({ rules }) => rules.flatMap((rule) => segmentsIn(rule.rules))));
  const customer = required.find(({ customerId }) => customerId !== null)?.customerId;
  if (named.size === 0 || !customer) return new Set();
  const ids = JSON.stringify([...named]);
  const { segments } = await database.batch({
    segments: membershipsAmong({ customer, today: startOfDay(now), ids }),
  });
  return new Set(segments.map(({ id }) => id));
}

/**
 * Reads, in one round trip, the vouchers and their rules, the order if it exists, and what the catalogue
 * knows of its lines; in a second one the customer's segments, when rules name some.
 * @param guards refuse the request first
 * @throws ApiError invalid_payload when the order's amounts exceed 2^53 - 1 or its overrides cannot be
 *   written
 */
export async function readStack(
  database: Database,
  { codes, order, customer, metadata }: StackRequest,
  change: { at: number; by: string },
  guards: readonly Statement<never>[] = [],
): Promise<Stack> {
  const entry = order && toOrderEntry(order, matchPosted(order), { ...change, place: 0 });
  const catalogue = new KnownCatalogue(entry?.items ?? []);
  const redeemer = new Redeemer(entry, customer, metadata);
  const read = await database.batch({
    guards,
    vouchers: vouchersWithRules({ codes: JSON.stringify(codes), ...redeemer.who }),
    present: entry && presentOrder(entry.write),
    catalogue: catalogue.lookup,
  });
  catalogue.add(read.catalogue);
  const vouchers = new Map(read.vouchers.map((row): [number, VoucherRow] => [row.place, row]));
  const requiredRules = new Map(read.vouchers.map((row) => [row.place, toRequiredRules(row)]));
  redeemer.segments = await readSegments(database, [...requiredRules.values()], change.at);
  const examined = { vouchers, requiredRules, redeemer };
  if (!entry) return { ...examined, draft: undefined, catalogue: { overrides: [], mentions: [] } };
  const { orders, ...writes } = priceOrders([entry], catalogue);
  return { ...examined, draft: toDraft(orders[0] as PricedOrder, read.present?.[0]), catalogue: writes };
}
