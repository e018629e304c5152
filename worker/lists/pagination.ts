import { type SQL, sql } from 'drizzle-orm';
import { MAX_COUNTED } from '../../shared/limits.ts';
import type { Cursor, CursorKind } from './cursor.ts';

/** A part of a table that stands in the order of `keys`, column names of which the last is unique, in an index. */
interface SortPart {
  where: SQL;
  keys: readonly string[];
  /**
   * The keys of the cursor's row as this part compares with them, where they are not simply its columns; `edge` is a
   * number before every key of the part.
   */
  cursorKeys?: (edge: SQL) => readonly SQL[];
}

/**
 * A way to sort a list without sorting: the table in parts, each walked in an index's order. 'merge' interleaves
 * them by keys that they share; 'sequence' answers one after the other, in either direction.
 */
export interface Sort {
  combine: 'merge' | 'sequence';
  parts: readonly SortPart[];
}

/** What a resource's list is made of. */
export interface Listing {
  table: string;
  /** The select list; what it says of the table's columns must be qualified by the table's name. */
  select: SQL;
  sorts: Record<string, Sort>;
}

/** The place of a page in its list. */
export interface PageWindow {
  /** Rows to answer; ask for one more than the page to learn whether there is another. */
  limit: number;
  offset: number;
  /** What the page comes after, or null. */
  after: Cursor | null;
}

export interface PageRequest {
  order: string;
  /** Conditions besides the sort's own. */
  where: readonly SQL[];
  /** What the page comes after: see `Cursor`. */
  cursor?: CursorKind | undefined;
  /** The select list, if not the listing's. */
  select?: SQL;
  /** Where the rows come from, if not from all of the table. */
  from?: SQL;
}

/** The sort of a whole table by columns that an index has in this order, the last of them unique. */
export const sortBy = (...keys: readonly string[]): Sort => ({
  combine: 'sequence',
  parts: [{ where: sql`1`, keys }],
});

/** The sorts by time of a table with the two indexes (…, updated_at, created_at, position) and, of the changed rows, (…, created_at, position). */
export function timeSorts(table: string): Record<'created_at' | 'updated_at', Sort> {
  const neverChanged = sql.raw(`${table}.updated_at IS NULL`);
  const changed = sql.raw(`${table}.updated_at IS NOT NULL`);
  return {
    created_at: {
      combine: 'merge',
      parts: [
        { where: neverChanged, keys: ['created_at', 'position'] },
        { where: changed, keys: ['created_at', 'position'] },
      ],
    },
    updated_at: {
      combine: 'sequence',
      parts: [
        { where: changed, keys: ['updated_at', 'created_at', 'position'] },
        {
          where: neverChanged,
          keys: ['created_at', 'position'],
          cursorKeys: (edge) => [sql`iif(updated_at IS NULL, created_at, ${edge})`, sql`position`],
        },
      ],
    },
  };
}

const isDescending = (order: string): boolean => order.startsWith('-');
const and = (conditions: readonly SQL[]): SQL => sql.join([...conditions], sql` AND `);

/** The columns that say where a row stands in a sort, and in which of its parts. */
export function keysOf(listing: Listing, order: string): string[] {
  const { parts } = sortOf(listing, order);
  return [...new Set(parts.flatMap(({ keys }) => keys))];
}

/** The keys of the row seen last, as a row. It stands for itself: whatever becomes of the row, the walk goes on from there. */
const keysSeen = (keys: readonly string[]): SQL =>
  sql`(SELECT ${sql.join(
    keys.map(
      (key, index) =>
        sql`${sql.placeholder('afterKeys')} ->> ${sql.raw(String(index))} AS ${sql.identifier(key)}`,
    ),
    sql`, `,
  )})`;

/** What comes after the cursor: a row-value range, which the index walks, and which no row satisfies beside a NULL. */
function afterCursor(listing: Listing, { keys, cursorKeys }: SortPart, { order, cursor }: PageRequest): SQL {
  const table = sql.raw(listing.table);
  const source =
    cursor === 'afterKeys'
      ? keysSeen(keysOf(listing, order))
      : sql`${table} WHERE id = ${sql.placeholder('afterId')}`;
  const edge = sql.raw(isDescending(order) ? '9e18' : '-9e18');
  const seen = cursorKeys?.(edge) ?? keys.map((key) => sql`${sql.identifier(key)}`);
  const own = sql.join(
    keys.map((key) => sql`${table}.${sql.identifier(key)}`),
    sql`, `,
  );
  const further = sql.raw(isDescending(order) ? '<' : '>');
  return sql`(${own}) ${further} (SELECT ${sql.join(
    seen.map((key) => sql`+${key}`),
    sql`, `,
  )} FROM ${source})`;
}

const orderBy = (keys: readonly string[], order: string): SQL =>
  sql.join(
    keys.map((key) => sql`${sql.identifier(key)} ${sql.raw(isDescending(order) ? 'DESC' : 'ASC')}`),
    sql`, `,
  );

const UNION = sql` UNION ALL `;

function sortOf(listing: Listing, order: string): Sort {
  const sort = listing.sorts[order.replace(/^-/, '')];
  if (!sort) throw new Error(`no sort for ${order}`);
  return sort;
}

/** The statement of one page, of a PageWindow. It reads about as many rows as it answers, where `where` lets an index be walked. */
export function pageQuery(listing: Listing, request: PageRequest): SQL {
  const table = sql.raw(listing.table);
  const { order, where, cursor, from = table, select = listing.select } = request;
  const { combine, parts } = sortOf(listing, order);
  const window = sql`LIMIT ${sql.placeholder('limit')} OFFSET ${sql.placeholder('offset')}`;
  const walk = (part: SortPart): SQL => {
    const conditions = [part.where, ...(cursor ? [afterCursor(listing, part, request)] : []), ...where];
    return sql`SELECT ${table}.* FROM ${from} WHERE ${and(conditions)}`;
  };
  const ordered = (part: SortPart): SQL =>
    sql`SELECT * FROM (${walk(part)} ORDER BY ${orderBy(part.keys, order)} 
      LIMIT ${sql.placeholder('limit')} + ${sql.placeholder('offset')})`;
  const rows =
    combine === 'merge'
      ? sql`${sql.join(parts.map(walk), UNION)} ORDER BY ${orderBy(parts[0]?.keys ?? [], order)} ${window}`
      : sql`${sql.join(parts.map(ordered), UNION)} ${window}`;
  return sql`SELECT ${select} FROM (${rows}) AS ${table}`;
}

/** Counts what the conditions match, up to one more than MAX_COUNTED, as `total`. */
export function countQuery(
  listing: Listing,
  { order, where, from = sql.raw(listing.table) }: Pick<PageRequest, 'order' | 'where' | 'from'>,
): SQL {
  const arms = sortOf(listing, order).parts.map(
    (part) => sql`SELECT 1 FROM ${from} WHERE ${and([part.where, ...where])}`,
  );
  return sql`SELECT count(*) AS total FROM (${sql.join(arms, UNION)} LIMIT ${MAX_COUNTED + 1})`;
}
