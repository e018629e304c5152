import { sql } from 'drizzle-orm';
import { integer, type SQLiteTable, text } from 'drizzle-orm/sqlite-core';

/*
 * In every table, times are milliseconds since the epoch, amounts are minor currency units, and `seq` is the
 * order of insertion. `npm run migration` makes a table without an integer primary key WITHOUT ROWID.
 */

/** `seq` by another name: SQLite walks an index by a row-value cursor only as far as real columns go. */
export const position = () => integer().generatedAlwaysAs(sql`seq`, { mode: 'virtual' });

/**
 * What the index of searches has of a row: the words of some columns, each between two spaces on either side,
 * so that three characters are enough to find the beginning or end of one. Where a text is not folded by its
 * lower case alone, the write path has put it into `folded_…` (shared/folding.ts).
 */
export const searchText = (...columns: readonly string[]) => {
  const words = columns.map(
    (column) => `coalesce('  ' || replace(coalesce(folded_${column}, ${column}), ' ', '  ') || '  ', '')`,
  );
  return text('search_text').generatedAlwaysAs(sql.raw(words.join(' || ')), { mode: 'virtual' });
};

/** The names of a table's columns in SQL. */
export type ColumnName<Table extends SQLiteTable> =
  Table['_']['columns'][keyof Table['_']['columns']]['_']['name'];
