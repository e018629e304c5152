import { type PersonWrite, refuseMeeting, upsertPeople } from '../customers/write-store.ts';
import type { Database, Statement } from '../database.ts';
import { checkMetadata } from '../metadata-schemas/check-metadata.ts';
import { bindRows } from '../sql/json-columns.ts';
import { intoRounds } from '../writes/write-rounds.ts';
import { metadataOf } from './order-metadata.ts';
import { toPeople } from './order-people.ts';
import type { PricedEntry } from './order-write.ts';
import { type PricedList, writeCatalogue } from './price-lines.ts';
import {
  insertOrders,
  insertOrdersUnread,
  type OrderField,
  type OrderWrite,
  orderFields,
  refuseWrites,
  type UpdateManner,
  updateOrders,
} from './write-store.ts';

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

/** What became of an entry of a list. */
export type Outcome = 'created' | 'updated' | 'unchanged';

/** A statement of a list's batch. */
export interface Step {
  statement: Statement<unknown>;
  /** What it has done to the orders that it changes, or, answered, returns; of those of which round. */
  outcome?: Outcome;
  round?: number;
}

/** Entries that are written together, their people, and what is to be checked before they and its orders are written. */
export interface Round {
  entries: readonly PricedEntry[];
  people: readonly PersonWrite[];
  /** Stand between what refuses the round and what writes it. */
  between: readonly Statement<never>[];
}

/** The statements that write a round, in turn; those that write orders return them where they are answered. */
export function roundSteps({ entries, people, between }: Round, round: number, manner: UpdateManner): Step[] {
  const all = entries.map(({ write }) => write);
  const writes = bindRows(all);
  const named = all.filter(({ matchId, matchSourceId }) => matchId !== null || matchSourceId !== null);
  const fields = orderFields.filter((field) => named.some((write) => isGiven(write, field)));
  const steps: (Step | false)[] = [
    all.some(mayBeRefused) && { statement: refuseWrites({ writes }) },
    ...between.map((statement) => ({ statement })),
    ...peopleSteps(people, entries.length),
    fields.length > 0 && { statement: updateOrders(writes, fields, manner), outcome: 'updated', round },
    all.some(({ mustExist }) => !mustExist) && {
      statement: manner.isAnswered ? insertOrders({ writes }) : insertOrdersUnread({ writes }),
      outcome: 'created',
      round,
    },
  ];
  return steps.filter((step) => step !== false);
}

/** Whether it carries people, whom another order may carry as well. */
const carriesPeople = ({ people }: PricedEntry): boolean =>
  people.customer !== undefined || people.referrer !== undefined;

/**
 * The entries in rounds, their metadata checked; the catalogue is written in the first.
 * @param before what refuses the request before its metadata is
 * @throws EntryErrors invalid_payload where metadata breaks its schema; TooLargeError where the list takes too many rounds
 */
export async function toRounds(
  database: Database,
  list: PricedList,
  before: readonly Statement<never>[],
): Promise<Round[]> {
  const rounds = intoRounds(list.entries, carriesPeople).map((entries) => ({
    entries,
    people: toPeople(entries),
  }));
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

/** Whether people may be one whom the list cannot tell from its names: two of an order's present customers, or an id and a source_id. */
const mayMeet = (people: readonly PersonWrite[]): boolean =>
  people.length > 1 &&
  (people.some((one) => one.id === null && one.sourceId === null && (one.orderId ?? one.orderSourceId)) ||
    (people.some(({ id }) => id !== null) && people.some(({ id }) => id === null)));

/**
 * The statements that write people, in turn: one whom an order names in several ways is written by each, and a later one
 * sees what an earlier one has written. Of several orders they would be written out of turn, which is refused.
 */
function peopleSteps(people: readonly PersonWrite[], orders: number): Step[] {
  const groups = Map.groupBy(people, ({ id, sourceId, role }) =>
    id !== null ? 'id' : sourceId !== null ? 'source' : role,
  );
  const guard = orders > 1 && mayMeet(people) ? [refuseMeeting({ people: bindRows(people) })] : [];
  const writes = (['id', 'source', 'customer', 'referrer'] as const).flatMap((name) => {
    const group = groups.get(name);
    return group ? [upsertPeople({ people: bindRows(group) })] : [];
  });
  return [...guard, ...writes].map((statement) => ({ statement }));
}
