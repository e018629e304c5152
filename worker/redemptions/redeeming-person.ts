import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import { upsertPeople } from '../customers/write-store.ts';
import type { Batch, Database, Rows } from '../database.ts';
import { checkMetadata } from '../metadata-schemas/check-metadata.ts';
import { refuseWrites } from '../orders/stores/write-store.ts';
import { matchPosted, toOrderEntry } from '../orders/write/identify.ts';
import { metadataOfPeople } from '../orders/write/metadata.ts';
import { toPeople } from '../orders/write/people.ts';
import { type PricedOrder, priceEntry } from '../orders/write/price.ts';
import { bindRows } from '../sql/json-columns.ts';
import type { BatchContext } from '../writes/batch-context.ts';
import type { RedemptionWrite } from './write-store.ts';

/** The names of the customer who redeems, when no order has one. */
export type PersonNames = Pick<RedemptionWrite, 'customerId' | 'customerSourceId' | 'customerNewId'>;

/** The customer who redeems without an order: written like the customer of an order, which is not. */
export interface RedeemingPerson {
  names: PersonNames;
  orders: readonly PricedOrder[];
}

export function toPerson(request: {
  customer: CustomerOfOrder | undefined;
  at: number;
  by: string;
}): RedeemingPerson {
  const { customer, at, by } = request;
  const entry = priceEntry(toOrderEntry({ customer }, matchPosted({}), { at, by, place: 0 }));
  const { customerId, customerSourceId, customerNewId } = entry.write;
  return { names: { customerId, customerSourceId, customerNewId }, orders: customer ? [entry] : [] };
}

/**
 * Writes the customer who redeems, and the context's statements, in one batch.
 * @returns the rows of the statements after
 * @throws RefusalError not_found, duplicate_found; EntryErrors invalid_payload when metadata breaks its
 *   schema
 */
export async function writePerson<const After extends Batch>(
  database: Database,
  { orders }: RedeemingPerson,
  { before, after }: BatchContext<After>,
): Promise<Rows<After>> {
  const people = toPeople(orders);
  const [metadata] = await checkMetadata(database, [metadataOfPeople(orders, people)], before);
  const rows = await database.batch({
    before,
    refused:
      orders.length > 0 ? refuseWrites({ writes: bindRows(orders.map(({ write }) => write)) }) : undefined,
    metadata,
    people: people.length > 0 ? upsertPeople({ people: bindRows(people) }) : undefined,
    after,
  });
  return rows.after;
}
