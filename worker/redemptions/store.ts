import { type SQL, sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { redemptions } from '../tables/redemptions.ts';

/** A redemption or rollback as it is kept, with the app id of the key that made it. */
interface KeptRedemption extends Omit<typeof redemptions.$inferSelect, 'position' | 'seq' | 'createdBy'> {
  appId: string | null;
}

/**
 * A redemption or rollback as it is read: `customer` is a JSON array of source_id, name and email, NULL
 * without a profile.
 */
export interface RedemptionRow extends KeptRedemption {
  customer: string | null;
}

const kept = columnsOf<KeptRedemption>(redemptions, ['position', 'seq', 'createdBy'], ['metadata'], {
  appId: sql`(SELECT app_id FROM keys WHERE keys.id = redemptions.created_by)`,
});
export const keptRedemption = kept;

const customer = sql`(SELECT '' || json_array(source_id, name, email) FROM customers
  WHERE customers.id = redemptions.customer_id) AS customer`;
export const selected: SQL = sql`${kept.selected}, ${customer}`;

const ID = sql`${sql.placeholder('id')}`;

export const redemptionById = compile<{ id: string }, RedemptionRow>(
  sql`SELECT ${selected} FROM ${redemptions} WHERE redemptions.id = ${ID}`,
);

/** The redemptions of a stack, or the rollbacks of its rollback, in its order. */
export const redemptionsOfStack = compile<{ id: string }, RedemptionRow>(
  sql`SELECT ${selected} FROM ${redemptions}
    WHERE redemptions.parent_id = ${ID} ORDER BY redemptions.position`,
);

const asked = sql`json_each(${sql.placeholder('redemptionIds')}) AS asked
  JOIN redemptions ON redemptions.id = asked.value ORDER BY asked.key`;

/** The redemptions of the JSON array of ids, in its order. */
export const redemptionsByIds = compile<{ redemptionIds: string }, RedemptionRow>(
  sql`SELECT ${selected} FROM ${asked}`,
);

/**
 * The redemptions as one JSON array of snapshots, without their customers: a part of what is kept for an
 * idempotency key.
 */
export const redemptionsSnapshot: SQL = sql`SELECT json_group_array(json(shown))
  FROM (SELECT ${kept.snapshot} AS shown FROM ${asked})`;

/** The customer as a redemption shows it. */
export const customerShown = compile<{ id: string }, { customer: string }>(
  sql`SELECT '' || json_array(source_id, name, email) AS customer FROM customers WHERE id = ${ID}`,
);
