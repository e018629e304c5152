import type { Database, Statement } from '../database.ts';
import { endOfChunk, erasePerson } from '../idempotency/store.ts';
import { orderColumns } from '../orders/stores/store.ts';
import { KEPT_ORDER } from '../redemptions/redeemed.ts';
import {
  deleteEvents,
  detachOrders,
  detachRedemptions,
  endRemoval,
  noteErased,
  type RemovalRow,
} from './store.ts';

/** Where a kept reply has an order: it is one, or it is that of a redemption (see redemptions/redeemed.ts). */
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
export async function continueRemoval(database: Database, removal: RemovalRow): Promise<void> {
  const { id, by } = removal;
  await database.batch([
    ...(await erasure(database, removal)),
    detachOrders({ id, at: Date.now(), by }),
    detachRedemptions({ id }),
    deleteEvents({ id }),
    endRemoval({ id }),
  ]);
}
