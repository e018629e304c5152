import {
  type BatchCompany,
  type Database,
  OverloadError,
  RefusalError,
  type Statement,
} from '../database.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { keepReply, refuseUsedKey } from '../idempotency/store.ts';
import { CATALOGUE_CHANGED } from '../products/catalogue-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type Outcome, roundSteps, type Step, toRounds } from './order-steps.ts';
import type { OrderEntry } from './order-write.ts';
import { type PricedList, priceLines } from './price-lines.ts';
import type { OrderRow } from './store.ts';
import { DISCOUNTS_IN_EFFECT, type OrderWrite, writtenOrderSnapshot, writtenOrders } from './write-store.ts';

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

/** What else a batch of orders holds: what may refuse it, and what is written, or read, when the orders are. */
interface Beside {
  before: readonly Statement<never>[];
  /** @param writes the orders as their store's statements take them */
  after: (writes: string) => readonly Statement<unknown>[];
}

/** What keeps a list of orders from being written twice. */
const onlyOnce = (idempotency: IdempotentRequest | null): Beside => ({
  before: idempotency ? [refuseUsedKey(idempotency)] : [],
  after: (writes) => {
    if (!idempotency) return [];
    const { key, day, requestHash, at } = idempotency;
    return [keepOrder({ writes, key, day, requestHash, at })];
  },
});

/**
 * Writes orders whose lines are filled and priced, and what a verb has beside them, in one D1 batch.
 * @returns what became of each entry, and the rows of each statement that came after
 * @throws as writeOrders does, and what the statements beside refuse
 */
export async function writePriced(
  database: Database,
  list: PricedList,
  beside: Beside,
  carries = false,
): Promise<{ written: WrittenOrder[]; rows: unknown[][] }> {
  const { entries, wasAsked } = list;
  const rounds = await toRounds(database, list, beside.before);
  const writes = bindRows(entries.map(({ write }) => write));
  const after = beside.after(writes);
  const steps: Step[] = [
    ...beside.before.map((statement) => ({ statement })),
    ...rounds.flatMap((round, index) => roundSteps(round, index, { isAnswered: true, carries })),
  ];
  if (wasAsked) steps.push({ statement: writtenOrders({ writes }), outcome: 'unchanged' });
  const results: readonly unknown[][] = await database.batch([
    ...steps.map(({ statement }) => statement),
    ...after,
  ]);
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
  const outcomes = entries.map((entry): WrittenOrder => {
    const order = written.find(entry.write);
    if (!order) throw new Error('a written order was not found');
    return { order, outcome: written.outcomeOf(order, roundOf.get(entry) ?? 0) };
  });
  return { written: outcomes, rows: results.slice(steps.length) };
}

/** How often it is tried again: another request has just written what the catalogue did not have, or lines must carry discounts. */
const MAX_LOOKS = 5;

const isRefusal = (error: unknown, key: string): boolean =>
  error instanceof RefusalError && error.reason.key === key;

/**
 * Does something with a list whose lines are priced, and again from there where another request changes the catalogue
 * meanwhile, or where new lines must carry what vouchers have taken off the present ones.
 */
async function withPrices<Result>(
  database: Database,
  entries: readonly OrderEntry[],
  { idempotency, inTurn }: { idempotency: IdempotentRequest | null; inTurn: boolean },
  action: (list: PricedList, carries: boolean) => Promise<Result>,
): Promise<Result> {
  let carries = false;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const priced = await priceLines(database, entries, idempotency, inTurn);
    try {
      return await action(priced, carries);
    } catch (error) {
      const mustCarry = isRefusal(error, DISCOUNTS_IN_EFFECT);
      if (!mustCarry && !isRefusal(error, CATALOGUE_CHANGED)) throw error;
      carries ||= mustCarry;
    }
  }
  throw new OverloadError('the catalogue kept changing');
}

/**
 * Writes the orders, their customers and referrers, their events, what they say to the catalogue and, for a single entry,
 * the reply kept for its idempotency key, in one D1 batch: all of it or nothing. Three things take one more round trip:
 * lines that the catalogue has to fill, before; without such lines an order that the write left as it was, after; and new
 * lines of an order in whose present ones vouchers are in effect, which are refused first. The
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
  withPrices(
    database,
    entries,
    { idempotency, inTurn: false },
    async (list, carries) => (await writePriced(database, list, onlyOnce(idempotency), carries)).written,
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
  withPrices(database, entries, { idempotency: null, inTurn: true }, async (list, carries) => {
    const rounds = await toRounds(database, list, []);
    const steps = rounds.flatMap((round, index) => roundSteps(round, index, { isAnswered: false, carries }));
    await database.batch([
      ...company.before,
      ...steps.flatMap(({ statement, outcome }) => [
        statement,
        ...(outcome === 'created' || outcome === 'updated' ? [company[outcome]] : []),
      ]),
      ...company.after,
    ]);
  });
