import { fillPlaceholders, is, Placeholder, type SQL } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import { MAX_D1_VALUE_BYTES } from '../shared/limits.ts';
import type { RefusalKey, RefusalReason } from './sql/refusals.ts';

/**
 * One statement with its values bound, ready for a batch; `Row` is what it returns, for the type checker
 * only.
 */
export interface Statement<Row> {
  text: string;
  values: unknown[];
  row?: Row;
}

/**
 * The statements of one batch, in the order in which they run: a list of them, or some by name, nested as the
 * caller likes. A step that a request does not need is undefined.
 */
export type Batch = Statement<unknown> | undefined | readonly Batch[] | { readonly [name: string]: Batch };

/** The rows that the statements of a batch return, in the shape and under the names of the batch. */
export type Rows<B> = Batch extends B
  ? unknown
  : B extends Statement<infer Row>
    ? Row[]
    : B extends undefined
      ? undefined
      : { -readonly [Name in keyof B]: Rows<B[Name]> };

const isStatement = (batch: NonNullable<Batch>): batch is Statement<unknown> =>
  'text' in batch && typeof batch.text === 'string';

function statementsOf(batch: Batch): Statement<unknown>[] {
  if (batch === undefined) return [];
  return isStatement(batch) ? [batch] : Object.values(batch).flatMap(statementsOf);
}

/** Puts results, which come in the order of the statements, into the shape of their batch. */
function shapeRows(batch: Batch, results: Iterator<unknown[]>): unknown {
  if (batch === undefined) return undefined;
  if (isStatement(batch)) return results.next().value;
  if (Array.isArray(batch)) return batch.map((inner: Batch) => shapeRows(inner, results));
  return Object.fromEntries(Object.entries(batch).map(([name, inner]) => [name, shapeRows(inner, results)]));
}

/**
 * Numbers its parameters, so that a value that stands in several places can be bound once: D1 binds at most
 * 100.
 */
class NumberingDialect extends SQLiteAsyncDialect {
  override escapeParam(position: number): string {
    return `?${position + 1}`;
  }
}

const dialect = new NumberingDialect();

const sameParameter = (a: unknown, b: unknown): boolean =>
  a === b || (is(a, Placeholder) && is(b, Placeholder) && a.name === b.name);

/** The text and parameters of a query, each distinct parameter once. */
function toText(query: SQL): { text: string; params: unknown[] } {
  const { sql: numbered, params } = dialect.sqlToQuery(query);
  const distinct: unknown[] = [];
  const places = params.map((param) => {
    const known = distinct.findIndex((other) => sameParameter(other, param));
    return known >= 0 ? known + 1 : distinct.push(param);
  });
  return {
    // What stands in quotes is no parameter, whatever it looks like.
    text: numbered.replace(/'(?:[^']|'')*'|\?(\d+)/g, (found, position) =>
      position ? `?${places[Number(position) - 1]}` : found,
    ),
    params: distinct,
  };
}

/**
 * Compiles a Drizzle query once; the result binds values to its placeholders as often as needed. Building the
 * SQL anew for each request costs a third of a small order's time, and Drizzle's own batch drops `meta`.
 */
export function compile<Values extends Record<string, unknown>, Row = never>(
  query: SQL,
): (values: Values) => Statement<Row> {
  const { text, params } = toText(query);
  return (values) => ({ text, values: fillPlaceholders(params, values) });
}

/** A statement whose text depends on the request, as a filter's does: compiled for this one use. */
export const build = <Row>(query: SQL, values: Record<string, unknown> = {}): Statement<Row> =>
  compile<Record<string, unknown>, Row>(query)(values);

/** The cost of a request so far. Rows are D1's own billed counts. */
export interface DatabaseCost {
  roundTrips: number;
  statements: number;
  milliseconds: number;
  rowsRead: number;
  rowsWritten: number;
}

/**
 * A write that was refused, by its own statements or before they were run: nothing of its batch was stored.
 */
export class RefusalError extends Error {
  /** Why, of up to some hundred entries that one statement has looked at. */
  readonly reasons: readonly RefusalReason[];
  /** The first of them. */
  readonly reason: RefusalReason;

  constructor(...reasons: [RefusalReason, ...RefusalReason[]]) {
    super(JSON.stringify(reasons));
    this.reasons = reasons;
    this.reason = reasons[0];
  }
}

/** Tells whether an error is a refusal for one of these reasons. */
export const isRefusal = (error: unknown, ...keys: readonly RefusalKey[]): error is RefusalError =>
  error instanceof RefusalError && keys.includes(error.reason.key);

/** A row, reply or parameter would be larger than D1 stores. */
export class TooLargeError extends Error {}

/** D1 was overloaded, reset or timed out. */
export class OverloadError extends Error {}

const REFUSAL = /^D1_ERROR: (\{.*\}|\[.*\]): SQLITE_CONSTRAINT/s;
const TOO_LARGE = /CHECK constraint failed: \w+_size|string or blob too big/;
const OVERLOAD = new RegExp(
  [
    ...['overloaded', 'Requests queued for too long', 'exceeded timeout', 'timed out', 'transient issue'],
    ...['Network connection lost', 'reset because', 'and was reset', 'caused object to be reset'],
    ...['exceeded its (CPU|memory)', 'SQLITE_BUSY', 'session commit token'],
  ].join('|'),
  'i',
);

/** Sorts D1's error messages, the only thing it tells them apart by, into the kinds above. */
function classify(error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const reason = REFUSAL.exec(message)?.[1];
  if (reason) {
    const [first, ...more] = [JSON.parse(reason)].flat();
    return new RefusalError(first, ...more);
  }
  if (TOO_LARGE.test(message)) return new TooLargeError(message);
  if (OVERLOAD.test(message)) return new OverloadError(message);
  return error;
}

/** Refuses what D1 would: the local engine binds strings of any length. */
function checkSize(values: unknown[]): void {
  for (const value of values) {
    if (typeof value !== 'string' || value.length * 3 <= MAX_D1_VALUE_BYTES) continue;
    if (new TextEncoder().encode(value).byteLength > MAX_D1_VALUE_BYTES) {
      throw new TooLargeError('parameter exceeds 2,000,000 bytes');
    }
  }
}

/**
 * One request's session on D1: every statement goes through `batch`, which is a transaction and is counted.
 */
export class Database {
  readonly cost: DatabaseCost;
  readonly #binding: D1Database;
  readonly #session: D1DatabaseSession;

  /**
   * @param bookmark the caller's `x-d1-bookmark`: reads see at least that state; without it they see the
   *   primary.
   */
  constructor(
    binding: D1Database,
    bookmark: string | null,
    cost: DatabaseCost = { roundTrips: 0, statements: 0, milliseconds: 0, rowsRead: 0, rowsWritten: 0 },
  ) {
    this.cost = cost;
    this.#binding = binding;
    this.#session = binding.withSession(bookmark ?? 'first-primary');
  }

  /** Opens the database as its primary sees it now, on this request's account. */
  onPrimary(): Database {
    return new Database(this.#binding, null, this.cost);
  }

  /** The state this session has seen, for the reply's `x-d1-bookmark`; null before the first statement. */
  get bookmark(): string | null {
    return this.#session.getBookmark();
  }

  /**
   * Runs the statements as one transaction in one round trip.
   * @returns the rows of each statement, under the name or at the place that it has in the batch
   * @throws RefusalError, TooLargeError, OverloadError, or what D1 threw
   */
  async batch<const B extends Batch>(batch: B): Promise<Rows<B>> {
    const prepared = statementsOf(batch).map(({ text, values }) => {
      checkSize(values);
      return this.#session.prepare(text).bind(...values);
    });
    const start = Date.now();
    this.cost.roundTrips += 1;
    this.cost.statements += prepared.length;
    try {
      const results = await this.#session.batch<unknown>(prepared);
      for (const { meta } of results) {
        this.cost.rowsRead += meta.rows_read;
        this.cost.rowsWritten += meta.rows_written;
      }
      return shapeRows(batch, results.map((result) => result.results).values()) as Rows<B>;
    } catch (error) {
      throw classify(error);
    } finally {
      this.cost.milliseconds += Date.now() - start;
    }
  }

  /** The first row of one statement, or undefined. */
  async first<Row>(statement: Statement<Row>): Promise<Row | undefined> {
    const { rows } = await this.batch({ rows: statement });
    return rows[0];
  }
}
