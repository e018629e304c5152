import { type BatchCompany, type Database, OverloadError, RefusalError } from '../database.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { keepReply, refuseUsedKey } from '../idempotency/store.ts';
import { CATALOGUE_CHANGED } from '../products/catalogue-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type Outcome, roundSteps, type Step, toRounds } from './order-steps.ts';
import type { OrderEntry } from './order-write.ts';
import { type PricedList, priceLines } from './price-lines.ts';
import type { OrderRow } from './store.ts';
import { type OrderWrite, writtenOrderSnapshot, writtenOrders } from './write-store.ts';

/** What became of an entry, and the order after it. */
export interface WrittenOrder {
  outcome: Outcome;
  order: OrderRow;
}

const keepOrder = keepReply<{ writes: string }>(writtenOrderSnapshot);

/** The rows that statements returned, to be found by what a write calls its order. A later row replaces an earlier. */
class Written {
  readonly #byId = new Map<string | null, OrderRow>();
  readonly #bySourceId = new Map<string | null, OrderRow>();
  readonly #outcomes = new Map<string, Outcome>();

  add(order: OrderRow, { outcome, round }: Pick<Step, 'outcome' | 'round'> = {}): void {
    this.#byId.set(order.id, order);
    if (order.sourceId !== null) this.#bySourceId.set(order.sourceId, order);
    if (outcome && outcome !== 'unchanged') this.#outcomes.set(`${round} ${order.id}`, outcome);
  }

  find({ newId, matchId, matchSourceId, sourceId }: OrderWrite): OrderRow | undefined {
    const [byId, bySourceId] = [this.#byId, this.#bySourceId];
    return byId.get(newId) ?? byId.get(matchId) ?? bySourceId.get(matchSourceId) ?? bySourceId.get(sourceId);
  }

  outcomeOf(order: OrderRow, round: number): Outcome {
    return this.#outcomes.get(`${round} ${order.id}`) ?? 'unchanged';
  }
}

async function writePriced(
  database: Database,
  list: PricedList,
  idempotency: IdempotentRequest | null,
): Promise<WrittenOrder[]> {
  const once = idempotency ? [refuseUsedKey(idempotency)] : [];
  const { entries, wasAsked } = list;
  const rounds = await toRounds(database, list, once);
  const steps: Step[] = [
    ...once.map((statement) => ({ statement })),
    ...rounds.flatMap((round, index) => roundSteps(round, index, true)),
  ];
  const writes = bindRows(entries.map(({ write }) => write));
  if (idempotency) {
    const { key, day, requestHash, at } = idempotency;
    steps.push({ statement: keepOrder({ writes, key, day, requestHash, at }) });
  }
  if (wasAsked) steps.push({ statement: writtenOrders({ writes }), outcome: 'unchanged' });
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
  const roundOf = new Map(
    rounds.flatMap((round, index) => round.entries.map((entry) => [entry, index] as const)),
  );
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

/** Does something with a list whose lines are priced, and again from there where another request changes the catalogue meanwhile. */
async function withPrices<Result>(
  database: Database,
  entries: readonly OrderEntry[],
  { idempotency, inTurn }: { idempotency: IdempotentRequest | null; inTurn: boolean },
  action: (list: PricedList) => Promise<Result>,
): Promise<Result> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const priced = await priceLines(database, entries, idempotency, inTurn);
    try {
      return await action(priced);
    } catch (error) {
      if (!isCatalogueChanged(error)) throw error;
    }
  }
  throw new OverloadError('the catalogue kept changing');
}

/**
 * Writes the orders, their customers and referrers, their events, what they say to the catalogue and, for a single entry,
 * the reply kept for its idempotency key, in one D1 batch: all of it or nothing. Two things take a second round trip:
 * lines that the catalogue has to fill, before; and without such lines an order that the write left as it was, after. The
 * JSON of a list may have 2,000,000 bytes; the caller cuts a longer one.
 * @returns each entry's outcome, and the state of its order after the whole list
 * @throws RefusalError for entries that name what is not there or not their own, with their places, or `people_meet`;
 *   EntryErrors invalid_payload where amounts exceed 2^53 - 1, metadata breaks its schema, or an override cannot be written;
 *   TooLargeError where a row or the list is
 */
export const writeOrders = (
  database: Database,
  entries: readonly OrderEntry[],
  idempotency: IdempotentRequest | null = null,
): Promise<WrittenOrder[]> =>
  withPrices(database, entries, { idempotency, inTurn: false }, (list) =>
    writePriced(database, list, idempotency),
  );

/**
 * The same of orders as if they were posted one by one, of which nothing is answered, in one batch with what the caller
 * makes of it.
 * @throws as writeOrders does, and what the caller's statements refuse
 */
export const writeOrdersBeside = (
  database: Database,
  entries: readonly OrderEntry[],
  company: BatchCompany,
): Promise<void> =>
  withPrices(database, entries, { idempotency: null, inTurn: true }, async (list) => {
    const rounds = await toRounds(database, list, []);
    const steps = rounds.flatMap((round, index) => roundSteps(round, index, false));
    await database.batch([
      ...company.before,
      ...steps.flatMap(({ statement, outcome }) => [
        statement,
        ...(outcome === 'created' || outcome === 'updated' ? [company[outcome]] : []),
      ]),
      ...company.after,
    ]);
  });
