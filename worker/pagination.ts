import { type SQL, sql } from 'drizzle-orm';
import type { SortOrder } from '../shared/lists.ts';
import { ApiError } from './errors.ts';

/**
 * A part of a table that stands in the order of `keys` in an index. `keys` are column names, the last one unique;
 * their values are those of a cursor.
 */
interface SortPart<Key extends string> {
  where: SQL;
  keys: readonly Key[];
}

/**
 * A way to sort a list without sorting: the table in parts, each walked in an index's order. 'merge' interleaves
 * them by keys that they share; 'sequence' answers one after the other, in either direction.
 */
export type Sort<Key extends string> =
  | { combine: 'merge'; parts: readonly SortPart<Key>[] }
  | {
      combine: 'sequence';
      parts: readonly SortPart<Key>[];
      partOf: (cursor: Record<Key, number | null>) => number;
    };

/** The keys of the row that the caller saw last. */
export type Cursor<Key extends string> = Record<Key, number | null>;

/** What a resource's list is made of. */
export interface Listing<Key extends string> {
  table: SQL;
  /** The select list; what it says of the table's columns must be qualified by the table's name. */
  select: SQL;
  sorts: Record<string, Sort<Key>>;
}

export interface PageRequest<Key extends string> {
  order: SortOrder;
  /** Conditions besides the sort's own. */
  where: readonly SQL[];
  /** Rows to answer; ask for one more than the page to learn whether there is another. */
  limit: number;
  offset: number;
  cursor: Cursor<Key> | undefined;
  /** Where the rows come from, if not from all of the table. */
  from?: SQL;
}

const isDescending = (order: SortOrder): boolean => order.startsWith('-');
const and = (conditions: readonly SQL[]): SQL => sql.join([...conditions], sql` AND `);

/**
 * What comes after the cursor, as ranges that an index can walk: same first key and further in the second, and so on.
 * A row-value comparison would say it in one, but its range stops at the first key and reads all that share it.
 */
function afterCursor<Key extends string>(
  table: SQL,
  keys: readonly Key[],
  cursor: Cursor<Key>,
  further: SQL,
): SQL[] {
  const column = (key: Key): SQL => sql`${table}.${sql.identifier(key)}`;
  return keys
    .map((key, length) =>
      and([
        ...keys.slice(0, length).map((equal) => sql`${column(equal)} = ${cursor[equal]}`),
        sql`${column(key)} ${further} ${cursor[key]}`,
      ]),
    )
    .reverse();
}

interface Arm<Key extends string> {
  where: SQL;
  keys: readonly Key[];
}

/** The walks that a page is put together from, in the order of a 'sequence'. */
function toArms<Key extends string>(
  listing: Listing<Key>,
  sort: Sort<Key>,
  request: PageRequest<Key>,
): Arm<Key>[] {
  const { table } = listing;
  const { cursor, order, where } = request;
  const further = isDescending(order) ? sql`<` : sql`>`;
  const first = cursor && sort.combine === 'sequence' ? sort.partOf(cursor) : 0;
  return sort.parts.slice(first).flatMap((part, index) => {
    const begins = cursor && (sort.combine === 'merge' || index === 0);
    const ranges = begins ? afterCursor(table, part.keys, cursor, further) : [undefined];
    return ranges.map((range) => ({
      where: and([part.where, ...(range ? [range] : []), ...where]),
      keys: part.keys,
    }));
  });
}

const orderBy = <Key extends string>(keys: readonly Key[], order: SortOrder): SQL =>
  sql.join(
    keys.map((key) => sql`${sql.identifier(key)} ${sql.raw(isDescending(order) ? 'DESC' : 'ASC')}`),
    sql`, `,
  );

const UNION = sql` UNION ALL `;

function sortOf<Key extends string>(listing: Listing<Key>, order: SortOrder): Sort<Key> {
  const sort = listing.sorts[order.replace(/^-/, '')];
  if (!sort) throw new Error(`no sort for ${order}`);
  return sort;
}

/** The statement of one page. It reads about as many rows as it answers, where `where` lets an index be walked. */
export function pageQuery<Key extends string>(listing: Listing<Key>, request: PageRequest<Key>): SQL {
  const { table, select } = listing;
  const { order, limit, offset, from = table } = request;
  const sort = sortOf(listing, order);
  const arms = toArms(listing, sort, request);
  const window = sql`LIMIT ${limit} OFFSET ${offset}`;
  const walk = ({ where }: Arm<Key>): SQL => sql`SELECT ${table}.* FROM ${from} WHERE ${where}`;
  const rows =
    sort.combine === 'merge'
      ? sql`${sql.join(arms.map(walk), UNION)} ORDER BY ${orderBy(sort.parts[0]?.keys ?? [], order)} ${window}`
      : sql`${sql.join(
          arms.map(
            (arm) =>
              sql`SELECT * FROM (${walk(arm)} ORDER BY ${orderBy(arm.keys, order)} LIMIT ${limit + offset})`,
          ),
          UNION,
        )} ${window}`;
  return sql`SELECT ${select} FROM (${rows}) AS ${table}`;
}

/** The most rows that a total counts. */
export const MAX_COUNTED = 10_000;

/** Counts what the conditions match, up to one more than MAX_COUNTED, as `total`. */
export function countQuery<Key extends string>(
  listing: Listing<Key>,
  { order, where, from = listing.table }: Pick<PageRequest<Key>, 'order' | 'where' | 'from'>,
): SQL {
  const arms = sortOf(listing, order).parts.map(
    (part) => sql`SELECT 1 FROM ${from} WHERE ${and([part.where, ...where])}`,
  );
  return sql`SELECT count(*) AS total FROM (${sql.join(arms, UNION)} LIMIT ${MAX_COUNTED + 1})`;
}

/** A page cut from rows of which one more than `limit` was asked for. */
export function toPage<Row>(rows: Row[], limit: number, idOf: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, has_more: hasMore, ...(hasMore && { more_starting_after: idOf(last) }) };
}

export const invalidCursor = (id: string): ApiError => {
  const message = `names nothing in this list: ${id}`;
  return new ApiError('invalid_query_params', {
    details: `starting_after_id ${message}`,
    errors: [{ path: 'starting_after_id', message }],
  });
};
