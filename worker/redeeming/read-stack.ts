import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import type { Metadata } from '../../shared/metadata/metadata.ts';
import type { CreateOrder } from '../../shared/orders/orders.ts';
import { startOfDay } from '../../shared/times.ts';
import { membershipsAmong } from '../customers/membership-store.ts';
import type { Database, Statement } from '../database.ts';
import type { StoredItem } from '../orders/engine/applied-discounts.ts';
import { isLookedUp, KnownCatalogue } from '../orders/lines/catalogue.ts';
import { presentOrder } from '../orders/stores/store.ts';
import { matchPosted, toOrderEntry } from '../orders/write/identify.ts';
import { type PricedOrder, type PricedOrders, priceEntry, priceOrders } from '../orders/write/price.ts';
import { namesLines } from '../validation-rules/engine/applicable-lines.ts';
import { namesProducts, segmentsIn } from '../validation-rules/engine/evaluate.ts';
import { namedCustomer, vouchersWithRules } from '../vouchers/required-rules-store.ts';
import { likeCodes, type VoucherRow } from '../vouchers/store.ts';
import { type OrderDraft, toDraft } from './order-draft.ts';
import { Redeemer } from './redeemer.ts';
import { checkCatalogueWrites, requestGuards } from './request-guards.ts';
import { type RequiredRules, toRequiredRules } from './required-rules.ts';

/** All that a stack of vouchers is examined with. */
export interface Stack {
  /** The voucher at each place of the request, where there is one. */
  vouchers: ReadonlyMap<number, VoucherRow>;
  /** Where there is none, the code that was probably meant: one that differs in case alone. */
  likeCodes: ReadonlyMap<number, string>;
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

/** What only rules ask for. */
interface ReadForRules {
  /** Ids of the segments that the customer is in, of those that rules name. */
  segments: ReadonlySet<string>;
  /** The catalogue's names of the lines that were not looked up before. */
  catalogue: KnownCatalogue;
}

/** Reads the codes that were probably meant by those that no voucher has: without a round trip where all are there. */
async function readLikeCodes(
  database: Database,
  codes: readonly string[],
  found: ReadonlyMap<number, VoucherRow>,
) {
  if (codes.every((_, place) => found.has(place))) return new Map<number, string>();
  const { like } = await database.batch({ like: likeCodes({ codes: JSON.stringify(codes) }) });
  return new Map(like.map(({ place, code }) => [place, code]));
}

/**
 * Reads which segments the customer is in, and which products lines are of, where rules name some: without a
 * round trip when they name none.
 * @param lines those that were not looked up before
 */
async function readForRules(
  database: Database,
  required: readonly RequiredRules[],
  lines: readonly StoredItem[],
  now: number,
): Promise<ReadForRules> {
  const rules = required.flatMap((one) => one.rules);
  const named = new Set(rules.flatMap((rule) => segmentsIn(rule.rules)));
  const customer = named.size > 0 && required.find(({ customerId }) => customerId !== null)?.customerId;
  const isAsked = rules.some((rule) => namesProducts(rule.rules) || namesLines(rule.applicable));
  const catalogue = new KnownCatalogue(lines, () => isAsked);
  const { lookup } = catalogue;
  if (!lookup && !customer) return { segments: new Set(), catalogue };
  const { segments, found } = await database.batch({
    segments: customer
      ? membershipsAmong({ customer, today: startOfDay(now), ids: JSON.stringify([...named]) })
      : undefined,
    found: lookup,
  });
  catalogue.add(found);
  return { segments: new Set(segments?.map(({ id }) => id)), catalogue };
}

/** The draft with the catalogue's names of its lines, by which rules name them. */
const withNames = (draft: OrderDraft, catalogues: readonly KnownCatalogue[]): OrderDraft => ({
  ...draft,
  names: draft.items.map((item) => {
    const names = catalogues.map((catalogue) => catalogue.namesOf(item));
    return { product: names.flatMap(({ product }) => product), sku: names.flatMap(({ sku }) => sku) };
  }),
});

/**
 * Reads, in one round trip, the vouchers and their rules, the order if it exists, and what its lines lack
 * from the catalogue; in a second one the customer's segments and the products of the other lines, when rules
 * name some; and one more to say which code was meant by one that is not there.
 * @param guards refuse the request first
 * @throws ApiError invalid_payload when the order's amounts exceed 2^53 - 1, its overrides cannot be written,
 *   or metadata breaks its schema; RefusalError where people or identifiers are not as the request says
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
  const person = customer && toOrderEntry({ customer }, matchPosted({}), { ...change, place: 0 });
  const request = { order: entry && priceEntry(entry), person: person && priceEntry(person), metadata };
  const refusing = await requestGuards(database, request, guards);
  const read = await database.batch({
    guards,
    refusing,
    vouchers: vouchersWithRules({ codes: JSON.stringify(codes), ...redeemer.who }),
    present: entry && presentOrder(entry.write),
    named: entry && redeemer.isNamed ? namedCustomer(redeemer.who) : undefined,
    catalogue: catalogue.lookup,
  });
  catalogue.add(read.catalogue);
  const vouchers = new Map(read.vouchers.map((row): [number, VoucherRow] => [row.place, row]));
  const requiredRules = new Map(read.vouchers.map((row) => [row.place, toRequiredRules(row)]));
  const priced = entry && priceOrders([entry], catalogue);
  if (priced) await checkCatalogueWrites(database, priced);
  const draft = priced && toDraft(priced.orders[0] as PricedOrder, read.present?.[0], read.named?.[0]?.id);
  const isKnown = (index: number) => entry?.items?.[index] !== undefined && isLookedUp(entry.items[index]);
  const unknown = draft?.items.filter((_, index) => !isKnown(index)) ?? [];
  const forRules = await readForRules(database, [...requiredRules.values()], unknown, change.at);
  redeemer.segments = forRules.segments;
  const likely = await readLikeCodes(database, codes, vouchers);
  const examined = { vouchers, likeCodes: likely, requiredRules, redeemer };
  if (!draft) return { ...examined, draft: undefined, catalogue: { overrides: [], mentions: [] } };
  const { orders: _, ...writes } = priced;
  return { ...examined, draft: withNames(draft, [catalogue, forRules.catalogue]), catalogue: writes };
}
