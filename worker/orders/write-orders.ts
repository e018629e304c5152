import { type PersonWrite, upsertPeople } from '../customers/write-store.ts';
import { type Database, OverloadError, RefusalError, type Statement } from '../database.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { keepReply, refuseUsedKey } from '../idempotency/store.ts';
import { checkMetadata } from '../metadata-schemas/check-metadata.ts';
import { CATALOGUE_CHANGED } from '../products/catalogue-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { metadataOf } from './order-metadata.ts';
import { toPeople } from './order-people.ts';
import { intoRounds } from './order-rounds.ts';
import type { OrderEntry, PricedEntry } from './order-write.ts';
import { type PricedList, priceLines, writeCatalogue } from './price-lines.ts';
import type { OrderRow } from './store.ts';
import {
  DISCOUNTS_IN_EFFECT,
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

interface Step {
  statement: Statement<unknown>;
  /** What the rows that it returns say became of the round's entries. */
  outcome?: WrittenOrder['outcome'];
  round?: number;
}

/** The people of a round, and what is to be checked before they and its orders are written. */
interface Round {
  entries: readonly PricedEntry[];
  people: readonly PersonWrite[];
  /** Stand between what refuses the round and what writes it. */
  between: readonly Statement<never>[];
}

function roundSteps({ entries, people, between }: Round, round: number, carries: boolean): Step[] {
  const all = entries.map(({ write }) => write);
  const writes = bindRows(all);
  const named = all.filter(({ matchId, matchSourceId }) => matchId !== null || matchSourceId !== null);
  const fields = orderFields.filter((field) => named.some((write) => isGiven(write, field)));
  const steps: (Step | false)[] = [
    all.some(mayBeRefused) && { statement: refuseWrites({ writes }) },
    ...between.map((statement) => ({ statement })),
    ...peopleSteps(people),
    fields.length > 0 && { statement: updateOrders(writes, fields, carries), outcome: 'updated', round },
    all.some(({ mustExist }) => !mustExist) && {
      statement: insertOrders({ writes }),
      outcome: 'created',
      round,
    },
  ];
  return steps.filter((step) => step !== false);
}

/**
 * The entries in rounds, their metadata checked; the catalogue is written in the first.
 * @param before what refuses the request before its metadata is
 * @throws ApiError invalid_payload where metadata breaks its schema
 */
async function toRounds(
  database: Database,
  list: PricedList,
  before: readonly Statement<never>[],
): Promise<Round[]> {
  const rounds = intoRounds(list.entries).map((entries) => ({ entries, people: toPeople(entries) }));
  const nothing = { overrides: [], mentions: [] };
  const checks = rounds.map(({ entries, people }, index) =>
    metadataOf(entries, people, index === 0 ? list : nothing),
  );
  const guards = await checkMetadata(database, checks, before);
  const { refuse, write } = writeCatalogue(list.overrides);
  return rounds.map((round, index) => {
    const own = guards[index] ?? [];
    return { ...round, between: index === 0 ? [...refuse, ...own, ...write] : own };
  });
}

/**
 * The statements that write people, in turn: one who is named in several ways is written by each, and a later one sees
 * what an earlier one has written.
 */
function peopleSteps(people: readonly PersonWrite[]): Step[] {
  const groups = Map.groupBy(people, ({ id, sourceId, role }) =>
    id !== null ? 'id' : sourceId !== null ? 'source' : role,
  );
  return (['id', 'source', 'customer', 'referrer'] as const).flatMap((name) => {
    const group = groups.get(name);
    return group ? [{ statement: upsertPeople({ people: bindRows(group) }) }] : [];
  });
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
    ...rounds.flatMap((round, index) => roundSteps(round, index, carries)),
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
 * Writes the orders, their customers and referrers, their events, what they say to the catalogue and, for a single entry,
 * the reply kept for its idempotency key, in one D1 batch: all of it or nothing. Three things take one more round trip:
 * lines that the catalogue has to fill, before; without such lines an order that the write left as it was, after; and new
 * lines of an order in whose present ones vouchers are in effect, which are refused first. The
 * JSON of a list may have 2,000,000 bytes; the caller cuts a longer one.
 * @returns each entry's outcome, and the state of its order after the whole list
 * @throws RefusalError for the first entry that names what is not there or not its own, with its place; TooLargeError;
 *   ApiError invalid_payload where amounts exceed 2^53 - 1, metadata breaks its schema, or an override cannot be written
 */
export async function writeOrders(
  database: Database,
  entries: readonly OrderEntry[],
  idempotency: IdempotentRequest | null = null,
): Promise<WrittenOrder[]> {
  let carries = false;
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const priced = await priceLines(database, entries, idempotency);
    try {
      return (await writePriced(database, priced, onlyOnce(idempotency), carries)).written;
    } catch (error) {
      const mustCarry = isRefusal(error, DISCOUNTS_IN_EFFECT);
      if (!mustCarry && !isRefusal(error, CATALOGUE_CHANGED)) throw error;
      carries ||= mustCarry;
    }
  }
  throw new OverloadError('the catalogue kept changing');
}
