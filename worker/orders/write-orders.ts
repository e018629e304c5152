import { upsertPeople } from '../customers/store.ts';
import type { Database, Statement } from '../database.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { keepReply, refuseUsedKey } from '../idempotency/store.ts';
import { toPeople } from './order-people.ts';
import type { OrderPeople, OrderWrite } from './order-write.ts';
import {
  insertOrders,
  type OrderField,
  type OrderRow,
  orderFields,
  refuseWrites,
  updateOrders,
  writtenOrderSnapshot,
  writtenOrders,
} from './store.ts';

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

interface RoundStatements {
  before: Statement<unknown>[];
  update: Statement<{ id: string }>[];
  insert: Statement<{ id: string }>[];
}

function roundStatements(entries: OrderEntry[]): RoundStatements {
  const all = entries.map(({ write }) => write);
  const writes = JSON.stringify(all);
  const people = toPeople(entries);
  const named = all.filter(({ matchId, matchSourceId }) => matchId !== null || matchSourceId !== null);
  const fields = orderFields.filter((field) => named.some((write) => isGiven(write, field)));
  return {
    before: [
      ...(all.some(mayBeRefused) ? [refuseWrites({ writes })] : []),
      ...(people.length > 0 ? [upsertPeople({ people: JSON.stringify(people) })] : []),
    ],
    update: fields.length > 0 ? [updateOrders(writes, fields)] : [],
    insert: all.every(({ mustExist }) => mustExist) ? [] : [insertOrders({ writes })],
  };
}

/**
 * Writes the orders, their customers and referrers, their events and, for a single entry, the reply kept for
 * its idempotency key, in one D1 batch: all of it or nothing.
 * @throws RefusalError for the first entry that names what is not there or not its own, TooLargeError
 */
export async function writeOrders(
  database: Database,
  entries: readonly OrderEntry[],
  idempotency: IdempotentRequest | null = null,
): Promise<WrittenOrder[]> {
  const writes = JSON.stringify(entries.map(({ write }) => write));
  const updated = new Set<unknown>();
  const created = new Set<unknown>();
  const statements: { statement: Statement<unknown>; ids?: Set<unknown> }[] = [];
  if (idempotency) {
    const { key, day, since } = idempotency;
    statements.push({ statement: refuseUsedKey({ key, day, since }) });
  }
  for (const { before, update, insert } of intoRounds(entries).map(roundStatements)) {
    statements.push(
      ...before.map((statement) => ({ statement })),
      ...update.map((statement) => ({ statement, ids: updated })),
      ...insert.map((statement) => ({ statement, ids: created })),
    );
  }
  if (idempotency) {
    const { key, day, requestHash, at } = idempotency;
    statements.push({ statement: keepOrder({ writes, key, day, requestHash, at }) });
  }
  const results = await database.batch([
    ...statements.map(({ statement }) => statement),
    writtenOrders({ writes }),
  ]);
  statements.forEach(({ ids }, index) => {
    for (const row of (ids && results[index]) ?? []) ids?.add((row as { id: string }).id);
  });
  const orders = results[statements.length] as (OrderRow & { index: number })[];
  return orders
    .sort((a, b) => a.index - b.index)
    .map((order) => ({
      order,
      outcome: created.has(order.id) ? 'created' : updated.has(order.id) ? 'updated' : 'unchanged',
    }));
}
