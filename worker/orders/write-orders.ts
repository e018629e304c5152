import { upsertPeople } from '../customers/write-store.ts';
import { type Database, OverloadError, RefusalError, type Statement } from '../database.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { keepReply, refuseUsedKey } from '../idempotency/store.ts';
import {
  CATALOGUE_CHANGED,
  type OverrideWrite,
  overrideProducts,
  overrideSkus,
  refuseChangedCatalogue,
} from '../products/catalogue-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { fillLine, KnownCatalogue } from './order-lines.ts';
import { toPeople } from './order-people.ts';
import { type OrderEntry, type PricedEntry, toPriced } from './order-write.ts';
import { noteOverrides } from './override-lines.ts';
import type { OrderRow } from './store.ts';
import {
  insertOrders,
  type OrderField,
  type OrderWrite,
  orderFields,
  refuseWrites,
  updateOrders,
  writtenOrderSnapshot,
  writtenOrders,
} from './write-store.ts';

/** What became of an entry, and the order after it. */
export interface WrittenOrder {
  outcome: 'created' | 'updated' | 'unchanged';
  order: OrderRow;
}

const keepOrder = keepReply<{ writes: string }>(writtenOrderSnapshot);

const isGiven = (write: OrderWrite, field: OrderField): boolean =>
  field === 'customer' || field === 'referrer' ? write[field] !== 'keep' : write[field] !== null;

/** A write that names neither an order that must be right nor a person by id cannot be refused. */
const mayBeRefused = ({
  mustExist,
  ifMatch,
  matchId,
  sourceId,
  customerId,
  referrerId,
}: OrderWrite): boolean =>
  mustExist ||
  ifMatch !== null ||
  customerId !== null ||
  referrerId !== null ||
  (matchId !== null && sourceId !== null);

/**
 * Splits a list into rounds, of which SQL applies each as a set: none names an order twice, and none names some orders
 * by id and others by source_id, which may be the same. A later entry of an order sees the earlier one.
 */
function intoRounds(entries: readonly PricedEntry[]): PricedEntry[][] {
  const rounds: PricedEntry[][] = [];
  const next = new Map<string, number>();
  let naming: 'id' | 'source' | undefined;
  let first = 0;
  for (const entry of entries) {
    const { matchId, matchSourceId, sourceId } = entry.write;
    const names = [
      ...(matchId === null ? [] : [`id ${matchId}`]),
      ...[matchSourceId, sourceId].flatMap((name) => (name === null ? [] : [`source ${name}`])),
    ];
    const kind = matchId !== null ? 'id' : matchSourceId !== null ? 'source' : naming;
    if (naming !== undefined && kind !== naming) first = rounds.length;
    naming = kind;
    const round = Math.max(first, ...names.map((name) => next.get(name) ?? 0));
    for (const name of names) next.set(name, round + 1);
    rounds[round] = [...(rounds[round] ?? []), entry];
  }
  return rounds;
}

interface Step {
  statement: Statement<unknown>;
  /** What the rows that it returns say became of the round's entries. */
  outcome?: WrittenOrder['outcome'];
  round?: number;
}

function roundSteps(entries: readonly PricedEntry[], round: number): Step[] {
  const all = entries.map(({ write }) => write);
  const writes = bindRows(all);
  const people = toPeople(entries);
  const named = all.filter(({ matchId, matchSourceId }) => matchId !== null || matchSourceId !== null);
  const fields = orderFields.filter((field) => named.some((write) => isGiven(write, field)));
  const steps: (Step | false)[] = [
    all.some(mayBeRefused) && { statement: refuseWrites({ writes }) },
    people.length > 0 && { statement: upsertPeople({ people: bindRows(people) }) },
    fields.length > 0 && { statement: updateOrders(writes, fields), outcome: 'updated', round },
    all.some(({ mustExist }) => !mustExist) && {
      statement: insertOrders({ writes }),
      outcome: 'created',
      round,
    },
  ];
  return steps.filter((step) => step !== false);
}

/** The rows that statements returned, to be found by what a write calls its order. A later row replaces an earlier. */
class Written {
  readonly #byId = new Map<string | null, OrderRow>();
  readonly #bySourceId = new Map<string | null, OrderRow>();
  readonly #outcomes = new Map<string, WrittenOrder['outcome']>();

  add(order: OrderRow, { outcome, round }: Pick<Step, 'outcome' | 'round'> = {}): void {
    this.#byId.set(order.id, order);
    if (order.sourceId !== null) this.#bySourceId.set(order.sourceId, order);
    if (outcome && outcome !== 'unchanged') this.#outcomes.set(`${round} ${order.id}`, outcome);
  }

  find({ newId, matchId, matchSourceId, sourceId }: OrderWrite): OrderRow | undefined {
    const [byId, bySourceId] = [this.#byId, this.#bySourceId];
    return byId.get(newId) ?? byId.get(matchId) ?? bySourceId.get(matchSourceId) ?? bySourceId.get(sourceId);
  }

  outcomeOf(order: OrderRow, round: number): WrittenOrder['outcome'] {
    return this.#outcomes.get(`${round} ${order.id}`) ?? 'unchanged';
  }
}

/** The statements that write what the lines say to the catalogue, before the orders. */
function catalogueSteps({ overrides }: KnownCatalogue): Step[] {
  const all = [...overrides.values()];
  const ofKind = (kind: OverrideWrite['kind']) => all.filter((override) => override.kind === kind);
  const [products, skus] = [ofKind('product'), ofKind('sku')];
  const steps: (Step | false)[] = [
    all.length > 0 && { statement: refuseChangedCatalogue({ overrides: bindRows(all) }) },
    products.length > 0 && { statement: overrideProducts({ products: bindRows(products) }) },
    skus.length > 0 && { statement: overrideSkus({ skus: bindRows(skus) }) },
  ];
  return steps.filter((step) => step !== false);
}

/** Fills and prices the lines; asks the catalogue, in one round trip, where lines carry less than a price and a name. */
async function priceLines(database: Database, entries: readonly OrderEntry[]) {
  const catalogue = new KnownCatalogue(entries.flatMap(({ items = [] }) => items));
  const { lookups } = catalogue;
  const results = lookups.length > 0 ? await database.batch(lookups) : [];
  for (const rows of results) catalogue.add(rows);
  for (const { items = [], write } of entries) noteOverrides(items, catalogue, write.at);
  const priced = entries.map((entry) =>
    toPriced({ ...entry, items: entry.items?.map((line) => fillLine(line, catalogue)) }),
  );
  return { priced, catalogue, wasAsked: lookups.length > 0 };
}

async function writePriced(
  database: Database,
  entries: readonly PricedEntry[],
  before: readonly Step[],
  options: { idempotency: IdempotentRequest | null; mustReadAll: boolean },
): Promise<WrittenOrder[]> {
  const { idempotency, mustReadAll } = options;
  const rounds = intoRounds(entries);
  const steps = [...before, ...rounds.flatMap(roundSteps)];
  const writes = bindRows(entries.map(({ write }) => write));
  if (idempotency) {
    const { key, day, since, requestHash, at } = idempotency;
    steps.unshift({ statement: refuseUsedKey({ key, day, since }) });
    steps.push({ statement: keepOrder({ writes, key, day, requestHash, at }) });
  }
  if (mustReadAll) steps.push({ statement: writtenOrders({ writes }), outcome: 'unchanged' });
  const results = await database.batch(steps.map(({ statement }) => statement));
  const written = new Written();
  steps.forEach((step, index) => {
    if (!step.outcome) return;
    for (const row of results[index] as OrderRow[]) written.add(row, step);
  });
  const unchanged = entries.map(({ write }) => write).filter((write) => !written.find(write));
  if (unchanged.length > 0) {
    const [rows] = await database.batch([writtenOrders({ writes: bindRows(unchanged) })]);
    for (const row of rows) written.add(row);
  }
  const roundOf = new Map(rounds.flatMap((round, index) => round.map((entry) => [entry, index] as const)));
  return entries.map((entry) => {
    const order = written.find(entry.write);
    if (!order) throw new Error('a written order was not found');
    return { order, outcome: written.outcomeOf(order, roundOf.get(entry) ?? 0) };
  });
}

/** How often the catalogue is asked again because another request has just written what it did not have. */
const MAX_LOOKS = 5;

const isCatalogueChanged = (error: unknown): boolean =>
  error instanceof RefusalError && error.reason.key === CATALOGUE_CHANGED;

/**
 * Writes the orders, their customers and referrers, their events, what they say to the catalogue and, for a single entry,
 * the reply kept for its idempotency key, in one D1 batch: all of it or nothing. Two things take a second round trip:
 * lines that the catalogue has to fill, before; and without such lines an order that the write left as it was, after. The
 * JSON of a list may have 2,000,000 bytes; the caller cuts a longer one.
 * @returns each entry's outcome, and the state of its order after the whole list
 * @throws RefusalError for the first entry that names what is not there or not its own, with its place; TooLargeError;
 *   ApiError invalid_payload where amounts exceed 2^53 - 1 or an override names nothing that can be written
 */
export async function writeOrders(
  database: Database,
  entries: readonly OrderEntry[],
  idempotency: IdempotentRequest | null = null,
): Promise<WrittenOrder[]> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const { priced, catalogue, wasAsked } = await priceLines(database, entries);
    try {
      const options = { idempotency, mustReadAll: wasAsked };
      return await writePriced(database, priced, catalogueSteps(catalogue), options);
    } catch (error) {
      if (!isCatalogueChanged(error)) throw error;
    }
  }
  throw new OverloadError('the catalogue kept changing');
}
