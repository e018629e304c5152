import type { Database, Statement } from '../database.ts';
import { notFound } from '../http/errors.ts';
import { endOfChunk, erasePerson } from '../idempotency/store.ts';
import { orderColumns } from '../orders/store.ts';
import { KEPT_ORDER } from '../redemptions/kept-reply.ts';
import { bindRows } from '../sql/json-columns.ts';
import type { Change } from '../writes/write-one.ts';
import {
  deleteEvents,
  deleteProfile,
  detachOrders,
  detachRedemptions,
  endRemoval,
  holdings,
  noteErased,
  noteRemoval,
  pendingRemoval,
  type RemovalRow,
} from './removal-store.ts';
import { customerById } from './store.ts';
import { refuseCustomer } from './write-store.ts';

/** Steps that one scheduled run may spend on removals; what is left over goes with the next run. */
const MAX_STEPS = 100;

/** How many steps of a removal are taken before the request is answered. */
const STEPS_AT_ONCE = 2;

/** Where a kept reply has an order: it is one, or it is that of a redemption (see redemptions/kept-reply.ts). */
const keptOrders = [undefined, KEPT_ORDER];

const eraseFromReplies = erasePerson(
  keptOrders.flatMap((order) => [
    { id: orderColumns.path('customerId', order), text: orderColumns.path('customer', order) },
    { id: orderColumns.path('referrerId', order), text: orderColumns.path('referrer', order) },
  ]),
);

/** What erases the customer from the next kept replies, if that was asked for and there are others. */
async function erasure(
  database: Database,
  { id, eraseDay, eraseKey }: RemovalRow,
): Promise<Statement<never>[]> {
  if (eraseDay === null || eraseKey === null) return [];
  const from = { day: eraseDay, key: eraseKey };
  const end = await database.first(endOfChunk(from));
  return [
    ...(end ? [eraseFromReplies({ ...from, id })] : []),
    noteErased({ id, day: end?.day ?? null, key: end?.key ?? null }),
  ];
}

/** Takes one bounded step of a removal: of all that a customer leaves behind, the next of each. */
async function continueRemoval(database: Database, removal: RemovalRow): Promise<void> {
  const { id, by } = removal;
  await database.batch([
    ...(await erasure(database, removal)),
    detachOrders({ id, at: Date.now(), by }),
    detachRedemptions({ id }),
    deleteEvents({ id }),
    endRemoval({ id }),
  ]);
}

/** Goes on with removals until there are none, or for MAX_STEPS steps. */
export async function sweepRemovedCustomers(database: Database): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const removal = await database.first(pendingRemoval({ id: null }));
    if (!removal) return;
    await continueRemoval(database, removal);
  }
}

/**
 * Removes a customer's profile. Its orders are detached and its events deleted: what does not fit into a few bounded
 * steps is left to the sweep. Nobody sees that, since a reply shows no customer without a profile.
 * @param isForgotten whether kept replies are to lose what they say of the person
 * @returns what was there of the customer
 * @throws ApiError not_found; RefusalError precondition_failed
 */
export async function removeCustomer(database: Database, change: Change, isForgotten: boolean) {
  const { matchId, at, by } = change;
  const held = await database.first(customerById({ id: matchId ?? '' }));
  if (!held) throw notFound('customer', matchId ?? '');
  const { id } = held;
  const start = isForgotten ? { eraseDay: 0, eraseKey: '' } : { eraseDay: null, eraseKey: null };
  const [, [holding]] = await database.batch([
    refuseCustomer({ writes: bindRows([change]) }),
    holdings({ id }),
    noteRemoval({ id, at, by, ...start }),
    deleteProfile({ id }),
  ]);
  for (let step = 0; step < STEPS_AT_ONCE; step += 1) {
    const removal = await database.first(pendingRemoval({ id }));
    if (removal) await continueRemoval(database, removal);
  }
  if (!holding) throw notFound('customer', id);
  return holding;
}
