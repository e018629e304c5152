import { type SQL, sql } from 'drizzle-orm';
import type { Condition, Filters } from '../../shared/filters.ts';
import { MAX_COUNTED } from '../../shared/limits.ts';
import { build, compile, type Statement } from '../database.ts';
import { compileFilters, type FilterColumn, findAnchor } from './filters.ts';
import { countQuery, keysOf, type Listing, type PageWindow, pageQuery } from './pagination.ts';

/** What a list asks for; every expression and condition must hold. */
export interface Selection {
  order: string;
  filters: readonly Filters[];
  /** Milliseconds: what "days ago" counts from. */
  now: number;
}

/** What narrows a selection beside its filters. */
interface Narrowing {
  where?: readonly SQL[];
  /** Where the rows come from, if not from all of the table, and the CTE that says it. */
  from?: SQL;
  with?: SQL;
  /** What else the total's row is to say. */
  more?: SQL;
}

/** How many rows a selection has; `cap` is the number above which it says no more than that there are more. */
export interface Total<More = unknown> {
  statement: Statement<{ total: number } & More>;
  cap: number;
}

/** A total that is kept, and so exact. */
export const keptTotal = <More>(query: SQL): Total<More> => ({
  statement: build(query),
  cap: Number.POSITIVE_INFINITY,
});

/** The filters of a selection that say anything. */
export const activeFilters = ({ filters }: Selection): Filters[] =>
  filters.filter(({ conditions }) => conditions.length > 0);

/** The statements of one resource's list. */
export class ListQueries<Row> {
  /** Whether there is a row of that id, for a cursor that nothing came after. */
  readonly exists: (values: { id: string }) => Statement<{ id: string }>;
  readonly #listing: Listing;
  readonly #columns: Record<string, FilterColumn>;
  readonly #metadata: SQL;
  readonly #plainPages = new Map<string, (window: Record<string, unknown>) => Statement<Row>>();

  /** @param columns the fields that filters may name; `metadata.KEY` is looked up in the column `metadata` */
  constructor(listing: Listing, columns: Record<string, FilterColumn>) {
    this.#listing = listing;
    this.#columns = columns;
    this.#metadata = sql`${listing.table}.metadata`;
    this.exists = compile(sql`SELECT id FROM ${listing.table} WHERE id = ${sql.placeholder('id')}`);
  }

  #where({ filters, order, now }: Selection, where: readonly SQL[] = []): SQL[] {
    const options = { metadata: this.#metadata, now, sort: order.replace(/^-/, '') };
    return [...filters.flatMap((one) => compileFilters(one, this.#columns, options) ?? []), ...where];
  }

  /** A page without conditions: there are few of these, and they are asked for most, so each is compiled once. */
  #plainPage(order: string, hasCursor: boolean): (window: Record<string, unknown>) => Statement<Row> {
    const name = `${order} ${hasCursor}`;
    const page =
      this.#plainPages.get(name) ??
      compile(pageQuery(this.#listing, { order, where: [], cursor: hasCursor ? 'id' : undefined }));
    this.#plainPages.set(name, page);
    return page;
  }

  /** One page, of up to `limit` rows. */
  page(selection: Selection, window: PageWindow, narrowing: Narrowing = {}): Statement<Row> {
    const { order } = selection;
    const { from } = narrowing;
    const where = this.#where(selection, narrowing.where);
    const hasCursor = window.after !== null;
    if (where.length === 0 && !from) return this.#plainPage(order, hasCursor)({ ...window });
    const cursor = hasCursor ? ('id' as const) : undefined;
    const page = pageQuery(this.#listing, { order, where, cursor, ...(from && { from }) });
    return build(narrowing.with ? sql`${narrowing.with} ${page}` : page, { ...window });
  }

  /** The total of a selection, counted up to MAX_COUNTED. */
  count<More>(selection: Selection, narrowing: Narrowing = {}): Total<More> {
    const { from, more } = narrowing;
    const where = this.#where(selection, narrowing.where);
    const count = countQuery(this.#listing, {
      order: selection.order,
      where,
      ...(from && { from }),
      ...(more && { more }),
    });
    return { statement: build(narrowing.with ? sql`${narrowing.with} ${count}` : count), cap: MAX_COUNTED };
  }

  /** The columns that say where a row stands in a list so sorted: what `walk` goes on from. */
  keys(order: string): string[] {
    return keysOf(this.#listing, order);
  }

  /**
   * A list to be walked to its end, page by page: of each row that the walk meets what `select` says, also of those that
   * the selection leaves out. A page begins after keys, if `hasCursor`.
   */
  walk(selection: Selection, select: SQL, where: readonly SQL[], hasCursor: boolean): SQL {
    const { order } = selection;
    const cursor = hasCursor ? ('keys' as const) : undefined;
    const narrowed = { ...selection, filters: selection.filters.map((one) => this.#indexed(one, order)) };
    return pageQuery(this.#listing, { order, where: this.#where(narrowed, where), cursor, select });
  }

  /** Whether a row that a walk meets is one that the selection means; undefined where all are. */
  matches(selection: Selection): SQL | undefined {
    const conditions = this.#where(selection);
    return conditions.length === 0 ? undefined : sql.join(conditions, sql` AND `);
  }

  /** What of an expression an index can narrow. The rest would be searched for on every page anew, if it were rare. */
  #indexed(filters: Filters, order: string): Filters {
    if (filters.junction === 'or' && filters.conditions.length > 1) return { ...filters, conditions: [] };
    const anchor = findAnchor(filters, this.#columns);
    const sort = order.replace(/^-/, '');
    const isRange = ({ field, operator }: Condition) =>
      this.#columns[field]?.rangeOf === sort && (operator === '$after' || operator === '$before');
    return { ...filters, conditions: filters.conditions.filter((one) => one === anchor || isRange(one)) };
  }

  /** The one condition that a selection consists of, if it pins down an indexed column. */
  onlyAnchor(selection: Selection): Condition | undefined {
    const [only, ...others] = activeFilters(selection);
    if (!only || others.length > 0 || only.conditions.length !== 1) return undefined;
    return findAnchor(only, this.#columns);
  }
}
