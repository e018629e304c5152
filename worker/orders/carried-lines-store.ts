import { type SQL, sql } from 'drizzle-orm';

/*
 * What vouchers have taken off the lines of an order `old` stays with its new lines, those of a write `w`:
 * shared/applied-discounts.ts has the rule.
 */

/** Lines as rows, each with what it names and the number of lines up to it that name the same. */
const numbered = (items: SQL): SQL =>
  sql`(SELECT key, value, name, row_number() OVER (PARTITION BY name ORDER BY key) AS number
    FROM (SELECT key, value, json_array(value ->> 'sku_id', value ->> 'product_id', value ->> 'source_id') AS name FROM json_each(${items})))`;

/** The given lines with what vouchers have taken off the present ones: shared/applied-discounts.ts has the rule. */
const carried = sql`(SELECT key, off,
    CASE WHEN applied IS NULL THEN value ELSE json_set(json_remove(value, '$.discount_amount'), '$.discount_amount', off, '$.applied', json(applied)) END AS line,
    coalesce(own, 0) AS own
  FROM (SELECT *, max(coalesce(value ->> 'discount_amount', 0), coalesce(own, 0)) AS off
    FROM (SELECT given.key, given.value, present.value -> '$.applied' AS applied,
        (SELECT sum(value) FROM json_each(present.value -> '$.applied')) AS own
      FROM ${numbered(sql`w.items`)} AS given LEFT JOIN ${numbered(sql`old.items`)} AS present
        ON present.name = given.name AND present.number = given.number)) ORDER BY key)`;

/** Whether the write `w` has lines for an order in whose present ones vouchers are in effect, and is no redemption itself. */
export const mustCarry: SQL = sql`w.items IS NOT NULL AND w.redemptions IS NULL AND old.items_applied_discount_amount > 0`;

/** The columns of the lines, as they become where they must carry, else as `plain` says. */
export function carriedItems(plain: Record<'items' | 'items_discount_amount', SQL>): Record<string, SQL> {
  const carry = (what: SQL, otherwise: SQL): SQL =>
    sql`CASE WHEN ${mustCarry} THEN (SELECT ${what} FROM ${carried}) ELSE ${otherwise} END`;
  return {
    items: carry(sql`json_group_array(json(line))`, plain.items),
    items_discount_amount: carry(sql`coalesce(sum(off), 0)`, plain.items_discount_amount),
    items_applied_discount_amount: carry(
      sql`coalesce(sum(own), 0)`,
      sql`coalesce(w.itemsAppliedDiscountAmount, old.items_applied_discount_amount)`,
    ),
  };
}
