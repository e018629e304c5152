import { type SQL, sql } from 'drizzle-orm';
import { compile, type Statement } from '../../database.ts';
import { reason, refuse } from '../../sql/refusals.ts';
import { type OrderWrite, writtenColumns } from './columns-store.ts';

/*
 * Discounts in effect survive when an order's lines are sent anew: engine/applied-discounts.ts has the rule.
 * The update that keeps them is too large to be prepared for every order. So a batch first runs the plain
 * update behind `refuseDroppedDiscounts`; when that refuses it, `retryOutdated` runs it again with
 * `withKeptDiscounts` (decisions/0013).
 */

const refuseDropped = compile<{ ids: string; sourceIds: string }>(
  refuse(
    reason('discounts_in_effect', {}),
    sql`FROM orders WHERE (id IN (SELECT value FROM json_each(${sql.placeholder('ids')}))
        OR source_id IN (SELECT value FROM json_each(${sql.placeholder('sourceIds')})))
      AND items_applied_discount_amount > 0 LIMIT 1`,
  ),
);

/**
 * Aborts the batch when one of the writes has lines for an order in whose present ones vouchers are in
 * effect.
 */
export function refuseDroppedDiscounts(writes: readonly OrderWrite[]): Statement<never> | undefined {
  const withLines = writes.filter(({ items, redemptions }) => items !== null && redemptions === null);
  const ids = withLines.flatMap(({ matchId }) => matchId ?? []);
  const sourceIds = withLines.flatMap(({ matchSourceId }) => matchSourceId ?? []);
  if (ids.length + sourceIds.length === 0) return undefined;
  return refuseDropped({ ids: JSON.stringify(ids), sourceIds: JSON.stringify(sourceIds) });
}

/** Lines as rows, each with what it names and its number among the lines that name the same. */
const numbered = (items: SQL): SQL =>
  sql`(SELECT key, value, name, row_number() OVER (PARTITION BY name ORDER BY key) AS number
    FROM (SELECT key, value,
        json_array(value ->> 'sku_id', value ->> 'product_id', value ->> 'source_id') AS name
      FROM json_each(${items})))`;

/** The sent lines `w.items` with what vouchers have taken off the present ones, `old.items`. */
const keptLines = sql`(SELECT key, off, coalesce(own, 0) AS own,
    CASE WHEN applied IS NULL THEN value
      ELSE json_set(json_remove(value, '$.discount_amount'),
        '$.discount_amount', off, '$.applied', json(applied))
    END AS line
  FROM (SELECT *, max(coalesce(value ->> 'discount_amount', 0), coalesce(own, 0)) AS off
    FROM (SELECT sent.key, sent.value, present.value -> '$.applied' AS applied,
        (SELECT sum(value) FROM json_each(present.value -> '$.applied')) AS own
      FROM ${numbered(sql`w.items`)} AS sent LEFT JOIN ${numbered(sql`old.items`)} AS present
        ON present.name = sent.name AND present.number = sent.number)) ORDER BY key)`;

const areInEffect = sql`w.items IS NOT NULL AND w.redemptions IS NULL
  AND old.items_applied_discount_amount > 0`;
const ofKept = (value: SQL, plain: SQL): SQL =>
  sql`CASE WHEN ${areInEffect} THEN (SELECT ${value} FROM ${keptLines}) ELSE ${plain} END`;

const { items, itemsDiscountAmount, itemsAppliedDiscountAmount } = writtenColumns;

/** The next values of the columns of an order's lines, with what vouchers have taken off. */
export const withKeptDiscounts: Record<string, SQL> = {
  items: ofKept(sql`json_group_array(json(line))`, items.next),
  items_discount_amount: ofKept(sql`coalesce(sum(off), 0)`, itemsDiscountAmount.next),
  items_applied_discount_amount: ofKept(sql`coalesce(sum(own), 0)`, itemsAppliedDiscountAmount.next),
};
