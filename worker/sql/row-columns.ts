import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/**
 * What a resource is read as: the columns of its rows under the names they have in code. A D1 function takes at most 32
 * arguments, which bounds their number, since a snapshot is one json_array.
 */
export class RowColumns<Row> {
  /** The select list of a Row; it stands in RETURNING too. */
  readonly selected: SQL;
  /** A Row as one JSON array, which `read` reads back: what is kept for an idempotency key. */
  readonly snapshot: SQL;
  readonly #names: string[];
  readonly #json: readonly PropertyKey[];

  /** @param json the columns that hold JSON: nested in a snapshot, since escaping them as text could double their size */
  constructor(columns: Record<keyof Row & string, SQL>, json: readonly (keyof Row)[]) {
    const entries = Object.entries<SQL>(columns);
    this.#names = Object.keys(columns);
    this.#json = json;
    this.selected = sql.join(
      entries.map(([name, column]) => sql`${column} AS ${sql.identifier(name)}`),
      sql`, `,
    );
    const values = entries.map(([name, column]) => (this.#isJson(name) ? sql`json(${column})` : column));
    this.snapshot = sql`json_array(${sql.join(values, sql`, `)})`;
  }

  #isJson(name: string): boolean {
    return this.#json.includes(name);
  }

  /** The JSON path of a column in a snapshot, which may itself stand somewhere in a larger JSON. */
  path(name: keyof Row & string, snapshot = '$'): string {
    return `${snapshot}[${this.#names.indexOf(name)}]`;
  }

  /** @throws SyntaxError if the text is not a snapshot */
  read(text: string): Row {
    const values: unknown[] = JSON.parse(text);
    const entries = this.#names.map((name, index) => {
      const value = values[index];
      return [name, this.#isJson(name) && value !== null ? JSON.stringify(value) : value];
    });
    return Object.fromEntries(entries);
  }
}

/** A row without the columns that only searches need. */
export type Readable<Row> = Omit<Row, 'searchText' | `folded${string}`>;

const isForSearches = (name: string): boolean => name === 'searchText' || name.startsWith('folded');

/** The columns of a table, less those that only searches need or no reader wants, and with what is worked out of other rows. */
export function columnsOf<Row>(
  table: SQLiteTable,
  without: readonly string[],
  json: readonly (keyof Row)[],
  more: Partial<Record<keyof Row, SQL>> = {},
): RowColumns<Row> {
  const own = Object.entries(getTableColumns(table)).filter(
    ([name]) => !isForSearches(name) && !without.includes(name),
  );
  const columns = { ...Object.fromEntries(own.map(([name, column]) => [name, sql`${column}`])), ...more };
  return new RowColumns<Row>(columns as Record<keyof Row & string, SQL>, json);
}

/** One JSON array of what each of some queries selects as JSON; null for one that selects nothing. */
export const jsonArrayOf = (queries: readonly SQL[]): SQL =>
  sql`SELECT json_array(${sql.join(
    queries.map((query) => sql`json((${query}))`),
    sql`, `,
  )})`;
