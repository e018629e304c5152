import type { OrderWrite } from '../stores/columns-store.ts';
import type { OrderRow } from '../stores/store.ts';
import type { ReturnedRows, WritePlan } from './plan.ts';

/** The outcome of an entry, and its order in the state after the whole list. */
export interface WrittenOrder {
  outcome: 'created' | 'updated' | 'unchanged';
  order: OrderRow;
}

/**
 * The orders that a batch has returned, found by what a write calls its order; a later row replaces an
 * earlier one.
 */
class OrdersByName {
  readonly #byId = new Map<string | null, OrderRow>();
  readonly #bySourceId = new Map<string | null, OrderRow>();

  constructor({ rounds, present = [] }: ReturnedRows) {
    const rows = rounds.flatMap(({ updated = [], created = [] }) => [...updated, ...created]);
    for (const order of [...rows, ...present]) {
      this.#byId.set(order.id, order);
      if (order.sourceId !== null) this.#bySourceId.set(order.sourceId, order);
    }
  }

  find({ newId, matchId, matchSourceId, sourceId }: OrderWrite): OrderRow | undefined {
    const [byId, bySourceId] = [this.#byId, this.#bySourceId];
    return byId.get(newId) ?? byId.get(matchId) ?? bySourceId.get(matchSourceId) ?? bySourceId.get(sourceId);
  }
}

/** The writes whose order no statement has returned: they have left it as it was. */
export function unansweredWrites({ writes }: WritePlan, rows: ReturnedRows): OrderWrite[] {
  const orders = new OrdersByName(rows);
  return writes.filter((write) => !orders.find(write));
}

/** Answers each write of a plan with its order in the state after the whole list. */
export function answerWrites({ rounds, writes }: WritePlan, rows: ReturnedRows): WrittenOrder[] {
  const orders = new OrdersByName(rows);
  const outcomes = new Map<OrderWrite, WrittenOrder['outcome']>();
  rounds.forEach((round, index) => {
    const { updated = [], created = [] } = rows.rounds[index] ?? {};
    const ids = {
      updated: new Set(updated.map(({ id }) => id)),
      created: new Set(created.map(({ id }) => id)),
    };
    for (const { write } of round.orders) {
      const id = orders.find(write)?.id ?? '';
      if (ids.created.has(id)) outcomes.set(write, 'created');
      else if (ids.updated.has(id)) outcomes.set(write, 'updated');
    }
  });
  return writes.map((write) => {
    const order = orders.find(write);
    if (!order) throw new Error('a written order was not found');
    return { order, outcome: outcomes.get(write) ?? 'unchanged' };
  });
}
