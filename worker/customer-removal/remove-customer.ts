import { customerById } from '../customers/store.ts';
import { refuseCustomer } from '../customers/write-store.ts';
import type { Database } from '../database.ts';
import { notFound } from '../http/errors.ts';
import { bindRows } from '../sql/json-columns.ts';
import type { Change } from '../writes/write-one.ts';
import { continueRemoval } from './continue-removal.ts';
import { deleteProfile, holdings, noteRemoval, pendingRemoval } from './store.ts';

/** How many steps of a removal are taken before the request is answered. */
const STEPS_AT_ONCE = 2;

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
  const { holding } = await database.batch({
    refused: refuseCustomer({ writes: bindRows([change]) }),
    holding: holdings({ id }),
    noted: noteRemoval({ id, at, by, ...start }),
    deleted: deleteProfile({ id }),
  });
  for (let step = 0; step < STEPS_AT_ONCE; step += 1) {
    const removal = await database.first(pendingRemoval({ id }));
    if (removal) await continueRemoval(database, removal);
  }
  if (!holding[0]) throw notFound('customer', id);
  return holding[0];
}
