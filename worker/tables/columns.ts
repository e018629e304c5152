import { sql } from 'drizzle-orm';
import { integer, type SQLiteTable } from 'drizzle-orm/sqlite-core';

/*
 * In every table, times are milliseconds since the epoch, amounts are minor currency units, and `seq` is the
 * order of insertion. `npm run migration` makes a table without an integer primary key WITHOUT ROWID.
 */

/** `seq` by another name: SQLite walks an index by a row-value cursor only as far as real columns go. */
export const position = () => integer().generatedAlwaysAs(sql`seq`, { mode: 'virtual' });

/** The names of a table's columns in SQL. */
export type ColumnName<Table extends SQLiteTable> =
  Table['_']['columns'][keyof Table['_']['columns']]['_']['name'];
