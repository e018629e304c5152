import { type SQL, sql } from 'drizzle-orm';
import { MAX_CANDIDATES, MAX_FOUND_ORDERS } from '../../../shared/limits.ts';
import type { Narrowing } from '../../lists/define-list.ts';
import { beginsWith, candidateRows } from '../../lists/search-index.ts';

/** The customers whom a search may mean, as `people`. */
const people = (q: string): SQL =>
  sql`WITH people AS MATERIALIZED (SELECT id FROM customers WHERE seq IN (${candidateRows('customers', [sql`source_id`, sql`email`], q)}))`;
const OF_PEOPLE = sql`IN (SELECT id FROM people)`;

/** The ways in which a search finds orders, each by an index. */
const ways = (q: string): SQL[] => [
  beginsWith(sql`id`, q),
  beginsWith(sql`source_id`, q),
  sql`customer_id ${OF_PEOPLE}`,
];

/** What the ways find, as `found`; more than MAX_FOUND_ORDERS of one means that the list has to be walked instead. */
const found = (q: string): SQL =>
  sql`${people(q)}, ways AS MATERIALIZED (${sql.join(
    ways(q).map(
      (condition, way) =>
        sql`SELECT * FROM (SELECT seq, ${sql.raw(String(way))} AS way FROM orders WHERE ${condition} LIMIT ${MAX_FOUND_ORDERS + 1})`,
    ),
    sql` UNION ALL `,
  )}), found AS MATERIALIZED (SELECT DISTINCT seq FROM ways)`;
const isBroad = sql`EXISTS (SELECT 1 FROM ways GROUP BY way HAVING count(*) > ${sql.raw(String(MAX_FOUND_ORDERS))})`;
const isCut = sql`(SELECT count(*) FROM people) >= ${sql.raw(String(MAX_CANDIDATES))}`;

/** Of a search: 1 where an index has more orders than it takes, and 1 where it has left customers out. */
interface SearchBreadth {
  isBroad?: number;
  isCut?: number;
}

/**
 * Narrows the list to what a search finds, or, where that is too much, to a condition on each order.
 * @param q the beginning of an id or source_id, or any three characters or more of the customer
 * @param walks whether `q` finds so many that they are met soon enough by walking the list in its order
 */
export function bySearch(q: string | undefined, walks: boolean): Narrowing<SearchBreadth> {
  if (q === undefined) return {};
  const cut = sql`${isCut} AS "isCut"`;
  if (!walks) {
    return {
      with: found(q),
      from: sql`found CROSS JOIN orders ON orders.seq = found.seq`,
      more: sql<SearchBreadth>`${isBroad} AS "isBroad", ${cut}`,
    };
  }
  const condition = sql`(${beginsWith(sql`+orders.id`, q)} OR ${beginsWith(sql`+orders.source_id`, q)}
    OR +orders.customer_id ${OF_PEOPLE})`;
  return { with: people(q), where: [condition], more: sql<SearchBreadth>`${cut}` };
}
