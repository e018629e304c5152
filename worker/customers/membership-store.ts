import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { matchesStored } from '../lists/stored-filters.ts';
import { seqOf } from '../sql/seq-of.ts';
import { customerFields } from './list-store.ts';

/** A segment that a customer is in. */
export interface MembershipRow {
  id: string;
  name: string;
}

const CUSTOMER = sql`${sql.placeholder('customer')}`;
const today = sql`CAST(${sql.placeholder('today')} AS INTEGER)`;

const isIn = sql`CASE segments.type WHEN 'static'
  THEN EXISTS (SELECT 1 FROM segment_customers WHERE segment_seq = segments.seq AND customer_seq = customers.seq)
  ELSE ${matchesStored(sql`segments.conditions`, customerFields, today)} END`;

const memberships = (from: typeof CUSTOMER) => sql`SELECT segments.id, segments.name
  FROM customers CROSS JOIN ${from} WHERE customers.seq = ${seqOf('customers', CUSTOMER, CUSTOMER)} AND ${isIn}
  ORDER BY segments.seq`;

/**
 * The segments that a customer, by id, else by source_id, is in now; none where there is no such customer.
 * `today` is `startOfDay` of shared/times.ts.
 */
export const membershipsOf = compile<{ customer: string; today: number }, MembershipRow>(
  memberships(sql`segments`),
);

/** The same of the segments whose ids are in the JSON array `ids`: the others are not looked at. */
export const membershipsAmong = compile<{ customer: string; today: number; ids: string }, MembershipRow>(
  memberships(
    sql`(SELECT DISTINCT value AS asked FROM json_each(${sql.placeholder('ids')})) CROSS JOIN segments ON segments.id = asked`,
  ),
);
