import { type SQL, sql } from 'drizzle-orm';
import { MAX_FOUND, MAX_ORDERS_OF_FOUND } from '../../../shared/limits.ts';
import { build, compile, type Statement } from '../../database.ts';
import type { Selection } from '../../lists/define-list.ts';
import { beginsWith, MAX_BY_BEGINNING, newestNumbered, rowsLike } from '../../lists/search/search-index.ts';
import { orderList } from './list-store.ts';
import { type OrderRow, selected } from './store.ts';

const number = (value: number): SQL => sql.raw(String(value));

/** What begins so, in an index of orders. */
const byBeginning = (column: string, q: string): SQL =>
  sql`SELECT * FROM (SELECT seq FROM orders WHERE ${beginsWith(sql.raw(column), q)}
    LIMIT ${number(MAX_BY_BEGINNING)})`;

const ofPerson = (hasChanged: string): SQL =>
  sql`SELECT seq, created_at, position FROM orders
    WHERE customer_id = people.id AND ${sql.raw(hasChanged)}`;

/** The newest orders of one of `people`: their share, and one more that says that there are others. */
const newestOfPerson = sql`SELECT seq FROM (
  ${ofPerson('updated_at IS NULL')} UNION ALL ${ofPerson('updated_at IS NOT NULL')}
  ORDER BY created_at DESC, position DESC LIMIT (SELECT orders + 1 FROM share))`;

/**
 * Where a search looks, each place up to a limit, so that no search reads many rows: the customers whom it may
 * mean, who share what is read of their orders, and the orders in whose source_id it is.
 */
const places = (q: string): SQL =>
  sql`WITH people AS MATERIALIZED (SELECT id FROM customers
      WHERE seq IN (${rowsLike(q, MAX_FOUND)('customers', [sql`source_id`, sql`email`])})),
    share AS MATERIALIZED (
      SELECT max(1, ${number(MAX_ORDERS_OF_FOUND)} / max(1, count(*))) AS orders FROM people),
    bought AS MATERIALIZED (SELECT (SELECT json_group_array(seq) FROM (${newestOfPerson})) AS seqs FROM people),
    numbered AS MATERIALIZED (${newestNumbered(q, MAX_FOUND)})`;

/** Whether there may be others. */
const isCut = sql`((SELECT count(*) FROM people) >= ${number(MAX_FOUND)}
  OR (SELECT count(*) FROM numbered) >= ${number(MAX_FOUND)}
  OR EXISTS (SELECT 1 FROM bought, share WHERE json_array_length(seqs) > share.orders))`;

const found = (q: string): SQL =>
  sql`SELECT seq FROM numbered UNION ALL SELECT value FROM bought, json_each(seqs)
    UNION ALL ${byBeginning('id', q)} UNION ALL ${byBeginning('source_id', q)}`;

/** The order of a list of orders; of those that never changed `updated_at` is null. */
function sorting(order: string): SQL {
  const direction = sql.raw(order.startsWith('-') ? 'DESC' : 'ASC');
  const changed = order.endsWith('updated_at') ? sql`updated_at IS NULL, updated_at ${direction},` : sql``;
  return sql`${changed} created_at ${direction}, position ${direction}`;
}

/** An order that a search has found, and whether it is what the other parameters of the list ask for. */
export type FoundOrder = [id: string, sourceId: string | null, isMeant: 0 | 1];

/** The orders that a search finds, as JSON of FoundOrders in the order of the list, and whether there may be others. */
export const searchOrders = (q: string, selection: Selection): Statement<{ found: string; isCut: number }> =>
  build(sql`${places(q)} SELECT ${isCut} AS "isCut",
    (SELECT json_group_array(json_array(id, source_id, is_meant)) FROM (
      SELECT id, source_id, (${orderList.matches(selection) ?? sql`1`}) AS is_meant
      FROM orders WHERE seq IN (${found(q)}) ORDER BY ${sorting(selection.order)})) AS found`);

export const ordersByIds = compile<{ ids: string }, OrderRow>(
  sql`SELECT ${selected} FROM orders WHERE id IN (SELECT value FROM json_each(${sql.placeholder('ids')}))`,
);
