import { upsertPeople } from '../customers/store.ts';
import type { Database, Statement } from '../database.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { keepReply, refuseUsedKey } from '../idempotency/store.ts';
import { toPeople } from './order-people.ts';
import type { OrderPeople } from './order-write.ts';
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

/** An order to be written, and the people it carries. */
export interface OrderEntry {
  write: OrderWrite;
  people: OrderPeople;
}

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
 * Splits a list so that no part names an order twice: SQL applies a part as a set, and a later entry of the
 * same order must see the earlier one.
 */
function intoRounds(entries: readonly OrderEntry[]): OrderEntry[][] {
  const rounds: OrderEntry[][] = [];
  const next = new Map<string, number>();
  for (const entry of entries) {
    const { matchId, matchSourceId, sourceId } = entry.write;
    const names = [
      ...(matchId === null ? [] : [`id ${matchId}`]),
      ...[matchSourceId, sourceId].flatMap((name) => (name === null ? [] : [`source ${name}`])),
    ];
    const round = Math.max(0, ...names.map((name) => next.get(name) ?? 0));
    for (const name of names) next.set(name, round + 1);
    rounds[round] = [...(rounds[round] ?? []), entry];
  }
  return rounds;
}

type RoundStep = { statement: Statement<unknown>; outcome?: 'created' | 'updated' };

function roundSteps(entries: readonly OrderEntry[]): RoundStep[] {
  const all = entries.map(({ write }) => write);
  const writes = JSON.stringify(all);
  const people = toPeople(entries);
  const named = all.filter(({ matchId, matchSourceId }) => matchId !== null || matchSourceId !== null);
  const fields = orderFields.filter((field) => named.some((write) => isGiven(write, field)));
  const steps: (RoundStep | false)[] = [
    all.some(mayBeRefused) && { statement: refuseWrites({ writes }) },
    people.length > 0 && { statement: upsertPeople({ people: JSON.stringify(people) }) },
    fields.length > 0 && { statement: updateOrders(writes, fields), outcome: 'updated' },
    all.some(({ mustExist }) => !mustExist) && { statement: insertOrders({ writes }), outcome: 'created' },
  ];
  return steps.filter((step) => step !== false);
}

/** The rows that statements returned, to be found by what a write calls its order. A later row replaces an earlier. */
class Written {
  readonly #byId = new Map<string | null, WrittenOrder>();
  readonly #bySourceId = new Map<string | null, WrittenOrder>();

  add(order: OrderRow, outcome: WrittenOrder['outcome']): void {
    const before = this.#byId.get(order.id);
    const written = { order, outcome: before?.outcome === 'created' ? before.outcome : outcome };
    this.#byId.set(order.id, written);
    if (order.sourceId !== null) this.#bySourceId.set(order.sourceId, written);
  }

  find({ newId, matchId, matchSourceId, sourceId }: OrderWrite): WrittenOrder | undefined {
    const [byId, bySourceId] = [this.#byId, this.#bySourceId];
    return byId.get(newId) ?? byId.get(matchId) ?? bySourceId.get(matchSourceId) ?? bySourceId.get(sourceId);
  }
}

/**
 * Writes the orders, their customers and referrers, their events and, for a single entry, the reply kept for
 * its idempotency key, in one D1 batch: all of it or nothing. Only an order that the write left as it was
 * takes a second round trip, to be read.
 * @throws RefusalError for the first entry that names what is not there or not its own, TooLargeError
 */
export async function writeOrders(
  database: Database,
  entries: readonly OrderEntry[],
  idempotency: IdempotentRequest | null = null,
): Promise<WrittenOrder[]> {
  const steps = intoRounds(entries).flatMap(roundSteps);
  if (idempotency) {
    const { key, day, since, requestHash, at } = idempotency;
    const writes = JSON.stringify(entries.map(({ write }) => write));
    steps.unshift({ statement: refuseUsedKey({ key, day, since }) });
    steps.push({ statement: keepOrder({ writes, key, day, requestHash, at }) });
  }
  const results = await database.batch(steps.map(({ statement }) => statement));
  const written = new Written();
  steps.forEach(({ outcome }, index) => {
    if (!outcome) return;
    for (const row of results[index] as OrderRow[]) written.add(row, outcome);
  });
  const unchanged = entries.map(({ write }) => write).filter((write) => !written.find(write));
  if (unchanged.length > 0) {
    const [rows] = await database.batch([writtenOrders({ writes: JSON.stringify(unchanged) })]);
    for (const row of rows) written.add(row, 'unchanged');
  }
  return entries.map(({ write }) => {
    const found = written.find(write);
    if (!found) throw new Error('a written order was not found');
    return found;
  });
}
