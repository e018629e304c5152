import { fillPeople, type PersonWrite, refuseMeeting, upsertPeople } from '../../customers/write-store.ts';
import type { Statement } from '../../database.ts';
import type { MetadataCheck } from '../../metadata-schemas/check-metadata.ts';
import {
  type OverrideWrite,
  overrideProducts,
  overrideSkus,
  refuseChangedCatalogue,
} from '../../products/catalogue-store.ts';
import { foldedOf } from '../../sql/folded.ts';
import { bindRows } from '../../sql/json-columns.ts';
import { intoRounds } from '../../writes/write-rounds.ts';
import { givenFields, type OrderWrite } from '../stores/columns-store.ts';
import { refuseDroppedDiscounts } from '../stores/kept-discounts-store.ts';
import type { OrderRow } from '../stores/store.ts';
import { insertOrders, refuseWrites, updateOrders, type WriteManner } from '../stores/write-store.ts';
import { metadataOf } from './metadata.ts';
import { toPeople } from './people.ts';
import type { PricedOrder, PricedOrders } from './price.ts';

/** The statements of orders that are written together, in the order in which they run. */
interface RoundStatements {
  refused: Statement<never> | undefined;
  outdated: Statement<never> | undefined;
  catalogue: readonly Statement<never>[];
  people: readonly Statement<never>[];
  dropped: Statement<never> | undefined;
  updated: Statement<OrderRow> | undefined;
  created: Statement<OrderRow> | undefined;
}

/** Orders that are written together: none of them is written twice, or depends on another. */
interface PlannedRound {
  orders: readonly PricedOrder[];
  /** The metadata that they write, to be checked. */
  checks: readonly MetadataCheck[];
  statements: RoundStatements;
}

/** All that is written of a list of orders, in the order in which it happens. */
export interface WritePlan {
  rounds: readonly PlannedRound[];
  writes: readonly OrderWrite[];
}

/** The orders that the statements of each round have returned, and those that were read after them. */
export interface ReturnedRows {
  rounds: readonly { updated: OrderRow[] | undefined; created: OrderRow[] | undefined }[];
  present: OrderRow[] | undefined;
}

/** Tells whether a write can be refused: it names an order that must be there, or a person by id. */
export const mayBeRefused = (write: OrderWrite): boolean =>
  write.mustExist ||
  write.ifMatch !== null ||
  write.customerId !== null ||
  write.referrerId !== null ||
  (write.matchId !== null && write.sourceId !== null);

/**
 * Tells whether some of the people can be one customer though they are named differently: by id, source_id,
 * or as an order's.
 */
const mayMeet = (people: readonly PersonWrite[]): boolean =>
  people.length > 1 &&
  (people.some((one) => one.id === null && one.sourceId === null && (one.orderId ?? one.orderSourceId)) ||
    (people.some(({ id }) => id !== null) && people.some(({ id }) => id === null)));

/**
 * The statements that write people, one for each way of naming them: one who is named in several ways is
 * written by each, and a later one sees what an earlier one has written. Among several orders that would be
 * out of sequence, and is refused.
 */
function planPeople(people: readonly PersonWrite[], orders: number): Statement<never>[] {
  const groups = Map.groupBy(people, ({ id, sourceId, role }) =>
    id !== null ? 'id' : sourceId !== null ? 'source' : role,
  );
  const guard = orders > 1 && mayMeet(people) ? [refuseMeeting({ people: bindRows(people) })] : [];
  const upserts = (['id', 'source', 'customer', 'referrer'] as const).flatMap((name) => {
    const group = groups.get(name);
    const write = name === 'id' || name === 'source' ? upsertPeople : fillPeople;
    return group ? [write({ people: bindRows(group) })] : [];
  });
  return [...guard, ...upserts];
}

const toRows = (overrides: readonly OverrideWrite[], kind: OverrideWrite['kind']): string =>
  bindRows(
    overrides
      .filter((override) => override.kind === kind)
      .map(({ newSourceId: sourceId, ...write }) => ({
        ...write,
        sourceId,
        ...foldedOf({ name: write.name, sku: write.sku, sourceId }),
      })),
  );

/**
 * The statements that write overrides to the catalogue, products before their SKUs, unless it has changed
 * since it was read.
 */
function planCatalogue(overrides: readonly OverrideWrite[]): Pick<RoundStatements, 'outdated' | 'catalogue'> {
  if (overrides.length === 0) return { outdated: undefined, catalogue: [] };
  return {
    outdated: refuseChangedCatalogue({ overrides: bindRows(overrides) }),
    catalogue: [
      overrideProducts({ products: toRows(overrides, 'product') }),
      overrideSkus({ skus: toRows(overrides, 'sku') }),
    ],
  };
}

type CatalogueWrites = Pick<PricedOrders, 'overrides' | 'mentions'>;

function planRound(
  orders: readonly PricedOrder[],
  catalogue: CatalogueWrites,
  manner: WriteManner,
): PlannedRound {
  const all = orders.map(({ write }) => write);
  const writes = bindRows(all);
  const named = all.filter(({ matchId, matchSourceId }) => matchId !== null || matchSourceId !== null);
  const fields = givenFields(named);
  const people = toPeople(orders);
  return {
    orders,
    checks: metadataOf(orders, people, catalogue),
    statements: {
      refused: all.some(mayBeRefused) ? refuseWrites({ writes }) : undefined,
      ...planCatalogue(catalogue.overrides),
      people: planPeople(people, orders.length),
      dropped: manner.keepsDiscounts ? undefined : refuseDroppedDiscounts(named),
      updated: fields.length > 0 ? updateOrders(writes, fields, manner) : undefined,
      created: all.some(({ mustExist }) => !mustExist) ? insertOrders(writes, manner) : undefined,
    },
  };
}

const hasPeople = ({ people }: PricedOrder): boolean =>
  people.customer !== undefined || people.referrer !== undefined;

const nothing: CatalogueWrites = { overrides: [], mentions: [] };

/**
 * Plans how orders are written, in rounds; the catalogue is written in the first.
 * @throws TooLargeError when the list takes too many rounds
 */
export function planWrites({ orders, ...catalogue }: PricedOrders, manner: WriteManner): WritePlan {
  const rounds = intoRounds(orders, hasPeople);
  return {
    rounds: rounds.map((round, index) => planRound(round, index === 0 ? catalogue : nothing, manner)),
    writes: orders.map(({ write }) => write),
  };
}
