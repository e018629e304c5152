import { type SQL, sql } from 'drizzle-orm';
import { MAX_AMOUNT } from '../../../shared/money.ts';
import { compile, type Statement } from '../../database.ts';
import { reason, refuse } from '../../sql/refusals.ts';
import { type OrderWrite, writtenColumns } from './columns-store.ts';

/*
 * Discounts in effect survive when an order's lines are sent anew, and so does what of their own discounts is
 * sent back together with them: engine/applied-discounts.ts has the rule.
 * The update that keeps them is too large to be prepared for every order. So a batch first runs the plain
 * update behind `refuseDroppedDiscounts`; when that refuses it, `retryOutdated` runs it again with
 * `withKeptDiscounts` (decisions/0013).
 */

const refuseDropped = compile<{ ids: string; sourceIds: string; sayMore: 0 | 1 }>(
  refuse(
    reason('discounts_in_effect', {}),
    sql`FROM orders WHERE (id IN (SELECT value FROM json_each(${sql.placeholder('ids')}))
        OR source_id IN (SELECT value FROM json_each(${sql.placeholder('sourceIds')})))
      AND redemptions IS NOT NULL
      AND (${sql.placeholder('sayMore')} OR instr(items, '"applied":{') > 0) LIMIT 1`,
  ),
);

/**
 * Aborts the batch when one of the writes has lines for an order in whose present ones vouchers are in
 * effect, or that say of their discounts more than is stored, of an order that vouchers were redeemed with.
 */
export function refuseDroppedDiscounts(writes: readonly OrderWrite[]): Statement<never> | undefined {
  const withLines = writes.filter(({ items, redemptions }) => items !== null && redemptions === null);
  const ids = withLines.flatMap(({ matchId }) => matchId ?? []);
  const sourceIds = withLines.flatMap(({ matchSourceId }) => matchSourceId ?? []);
  if (ids.length + sourceIds.length === 0) return undefined;
  const sayMore = withLines.some(({ sentDiscounts }) => sentDiscounts !== null) ? 1 : 0;
  return refuseDropped({ ids: JSON.stringify(ids), sourceIds: JSON.stringify(sourceIds), sayMore });
}

/** Lines as rows, each with what it names and its number among the lines that name the same. */
const numbered = (items: SQL): SQL =>
  sql`(SELECT key, value, name, row_number() OVER (PARTITION BY name ORDER BY key) AS number
    FROM (SELECT key, value,
        json_array(value ->> 'sku_id', value ->> 'product_id', value ->> 'source_id') AS name
      FROM json_each(${items})))`;

/** A line's discount as it was sent, and what of it the sender was shown that vouchers take off. */
const given = sql`coalesce(w.sentDiscounts -> sent.key ->> 'given', sent.value ->> 'discount_amount', 0)`;
const shown = sql`(w.sentDiscounts -> sent.key ->> 'shown')`;
const ownGiven = sql`CASE WHEN ${shown} IS NOT NULL THEN max(0, ${given} - ${shown})
  WHEN ${given} = present.value ->> 'discount_amount' THEN coalesce(present.value ->> 'own', ${given})
  ELSE ${given} END`;

/**
 * The sent lines `w.items`, each with its own discount, what vouchers take off the present one of `old.items`,
 * and both together: at most what the line costs.
 */
const keptLines = sql`(SELECT key, own, min(cost, own + promised) AS off,
    CASE WHEN applied IS NOT NULL THEN json_set(json_remove(value, '$.discount_amount'),
        '$.discount_amount', min(cost, own + promised), '$.own', own, '$.applied', json(applied))
      WHEN own = coalesce(value ->> 'discount_amount', 0) THEN value
      WHEN own = 0 THEN json_remove(value, '$.discount_amount')
      ELSE json_set(value, '$.discount_amount', own)
    END AS line
  FROM (SELECT key, value, cost, applied, promised, min(cost, own) AS own
    FROM (SELECT sent.key, sent.value, present.value -> '$.applied' AS applied, ${ownGiven} AS own,
        coalesce(sent.value ->> 'amount', ${sql.raw(String(MAX_AMOUNT))}) AS cost,
        (SELECT coalesce(sum(value), 0) FROM json_each(present.value -> '$.applied')) AS promised
      FROM ${numbered(sql`w.items`)} AS sent LEFT JOIN ${numbered(sql`old.items`)} AS present
        ON present.name = sent.name AND present.number = sent.number)) ORDER BY key)`;

const mayBeKept = sql`w.items IS NOT NULL AND w.redemptions IS NULL AND old.redemptions IS NOT NULL`;
const ofKept = (value: SQL, plain: SQL): SQL =>
  sql`CASE WHEN ${mayBeKept} THEN (SELECT ${value} FROM ${keptLines}) ELSE ${plain} END`;

const { items, itemsDiscountAmount, itemsAppliedDiscountAmount } = writtenColumns;

/** The next values of the columns of an order's lines, with what vouchers have taken off. */
export const withKeptDiscounts: Record<string, SQL> = {
  items: ofKept(sql`json_group_array(json(line))`, items.next),
  items_discount_amount: ofKept(sql`coalesce(sum(off), 0)`, itemsDiscountAmount.next),
  items_applied_discount_amount: ofKept(sql`coalesce(sum(off - own), 0)`, itemsAppliedDiscountAmount.next),
};
