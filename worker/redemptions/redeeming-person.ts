import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import { upsertPeople } from '../customers/write-store.ts';
import type { Database, Statement } from '../database.ts';
import { checkMetadata } from '../metadata-schemas/check-metadata.ts';
import { metadataOfPeople } from '../orders/order-metadata.ts';
import { toPeople } from '../orders/order-people.ts';
import { matchOfPosted, type PricedEntry, toOrderEntry, toPriced } from '../orders/order-write.ts';
import { refuseWrites } from '../orders/write-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import type { RedemptionWrite } from './write-store.ts';

/** How a redemption names who redeems, where no order does. */
export type Person = Pick<RedemptionWrite, 'customerId' | 'customerSourceId' | 'customerNewId'>;

/** Who redeems without an order: as the customer of an order that is not written. */
export interface RedeemingPerson {
  named: Person;
  entries: readonly PricedEntry[];
}

export function toPerson(request: {
  customer: CustomerOfOrder | undefined;
  at: number;
  by: string;
}): RedeemingPerson {
  const { customer, at, by } = request;
  const entry = toPriced(toOrderEntry({ customer }, matchOfPosted({}), { at, by, place: 0 }));
  const { customerId, customerSourceId, customerNewId } = entry.write;
  return { named: { customerId, customerSourceId, customerNewId }, entries: customer ? [entry] : [] };
}

/**
 * Writes who redeems, and what comes after, in one batch.
 * @returns the rows of each statement that came after
 * @throws RefusalError not_found, duplicate_found; ApiError invalid_payload where metadata breaks its schema
 */
export async function writePerson(
  database: Database,
  { entries }: RedeemingPerson,
  before: readonly Statement<never>[],
  after: readonly Statement<unknown>[],
): Promise<readonly unknown[][]> {
  const people = toPeople(entries);
  const [guards = []] = await checkMetadata(database, [metadataOfPeople(entries, people)], before);
  const first = [
    ...before,
    ...(entries.length > 0 ? [refuseWrites({ writes: bindRows(entries.map(({ write }) => write)) })] : []),
    ...guards,
    ...(people.length > 0 ? [upsertPeople({ people: bindRows(people) })] : []),
  ];
  const results = await database.batch([...first, ...after]);
  return results.slice(first.length);
}
