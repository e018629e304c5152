import { type SQL, sql } from 'drizzle-orm';
import type { Condition, Filters } from '../../shared/filters.ts';
import { MAX_COUNTED } from '../../shared/limits.ts';
import { build, compile, type Statement } from '../database.ts';
import type { CursorKind, Placed } from './cursor.ts';
import type { AnyColumns } from './filter-columns.ts';
import { compileFilters, fieldOf, findAnchor } from './filters.ts';
import type { PageQuery } from './page.ts';
import { countQuery, keysOf, type Listing, type PageWindow, pageQuery } from './pagination.ts';
import { combineFilters } from './shortcuts.ts';

/** The parameters that lists share; a resource's own are read by its `shortcuts`. */
export interface ListQuery extends PageQuery {
  order?: string | undefined;
  filters?: Filters | undefined;
}

/** What a list asks for; every expression must hold. */
export interface Selection {
  order: string;
  filters: readonly Filters[];
  /** Milliseconds: what "days ago" counts from. */
  now: number;
}

/** What a total is asked of: the expressions that say anything, and the condition on an anchor where that is all of them. */
interface CountedSelection {
  filters: readonly Filters[];
  only: Condition | undefined;
  now: number;
}

/** A resource's list. */
interface ListDefinition<Query> extends Listing {
  /** The fields that filters and shortcuts may name. */
  columns: AnyColumns;
  /** The conditions that parameters beside `filters` stand for. */
  shortcuts?: (query: Query) => readonly Condition[];
  /**
   * How the total is known: 'kept' of the whole table in `table_counts`, and counted where filters narrow it; always
   * 'counted'; or the query of a count that is kept for the selection, if there is one.
   */
  total: 'kept' | 'counted' | ((selection: CountedSelection) => SQL | undefined);
}

/** What narrows a list beside its filters. */
export interface Narrowing {
  where?: readonly SQL[];
  /** Where the rows come from, if not from all of the table. */
  from?: SQL;
  /** A query of the total, where nothing else narrows the list. */
  total?: SQL;
}

/** How many rows a selection has; `cap` is the number above which it says no more than that there are more. */
export interface Total {
  statement: Statement<{ total: number }>;
  cap: number;
}

/** The query of the number of rows of a table, as triggers keep it. */
export const keptCount = (table: string): SQL =>
  sql`SELECT total FROM table_counts WHERE name = ${sql.raw(`'${table}'`)}`;

const EVERYTHING: CountedSelection = { filters: [], only: undefined, now: 0 };

const NEWEST_FIRST = '-created_at';

const sortOf = (order: string): string => order.replace(/^-/, '');

/** The filters of a selection that say anything. */
const activeFilters = ({ filters }: Selection): Filters[] =>
  filters.filter(({ conditions }) => conditions.length > 0);

/** The statements of one resource's list. */
export class ResourceList<Row, Query> {
  /** Finds the row of an id, for a cursor of an id that nothing came after. */
  readonly exists: (values: { id: string }) => Statement<{ id: string }>;
  readonly #definition: ListDefinition<Query>;
  readonly #plainPages = new Map<string, (window: Record<string, unknown>) => Statement<Placed<Row>>>();
  readonly #totalOfAll: Statement<{ total: number }> | undefined;

  constructor(definition: ListDefinition<Query>) {
    const { table, total } = definition;
    this.#definition = definition;
    this.exists = compile(sql`SELECT id FROM ${sql.raw(table)} WHERE id = ${sql.placeholder('id')}`);
    const ofAll = total === 'kept' ? keptCount(table) : total !== 'counted' && total(EVERYTHING);
    this.#totalOfAll = ofAll ? build(ofAll) : undefined;
  }

  get table(): string {
    return this.#definition.table;
  }

  /** What a query asks for, its shortcuts included. */
  select(query: Query & ListQuery, now: number): Selection {
    const { order = NEWEST_FIRST, filters } = query;
    const shortcuts = this.#definition.shortcuts?.(query) ?? [];
    return { order, filters: combineFilters(filters, shortcuts), now };
  }

  #where({ filters, order, now }: Selection, where: readonly SQL[] = []): SQL[] {
    const { columns } = this.#definition;
    const conditions = filters.flatMap(
      (one) => compileFilters(one, columns, { now, sort: sortOf(order) }) ?? [],
    );
    return [...conditions, ...where];
  }

  /** A page without conditions: there are few of these, and they are asked for most, so each is compiled once. */
  #plainPage(
    order: string,
    cursor: CursorKind | undefined,
  ): (window: Record<string, unknown>) => Statement<Placed<Row>> {
    const name = `${order} ${cursor}`;
    const page =
      this.#plainPages.get(name) ??
      compile(pageQuery(this.#definition, { order, where: [], cursor, select: this.#placed(order) }));
    this.#plainPages.set(name, page);
    return page;
  }

  /** The select list of a page, which says of each row where it stands, too. */
  #placed(order: string): SQL {
    const { table, select } = this.#definition;
    const keys = this.keys(order).map((key) => sql.raw(`${table}.${key}`));
    return sql`${select}, json_array(${sql.join(keys, sql`, `)}) AS place`;
  }

  /** One page, of up to `limit` rows. */
  page(
    selection: Selection,
    { limit, offset, after }: PageWindow,
    narrowing: Narrowing = {},
  ): Statement<Placed<Row>> {
    const { order } = selection;
    const { from } = narrowing;
    const where = this.#where(selection, narrowing.where);
    const cursor = after?.kind;
    const values = { limit, offset, ...(after && { [after.kind]: after.value }) };
    if (where.length === 0 && !from) return this.#plainPage(order, cursor)(values);
    const select = this.#placed(order);
    const page = pageQuery(this.#definition, { order, where, cursor, select, ...(from && { from }) });
    return build(page, values);
  }

  /** The total of a selection: a kept count, which is exact, where there is one, else counted up to MAX_COUNTED. */
  total(selection: Selection, narrowing: Narrowing = {}): Total {
    const kept = this.#keptTotal(selection, narrowing);
    if (kept) return { statement: kept, cap: Number.POSITIVE_INFINITY };
    return { statement: this.#count(selection, narrowing), cap: MAX_COUNTED };
  }

  #keptTotal(selection: Selection, narrowing: Narrowing): Statement<{ total: number }> | undefined {
    const filters = activeFilters(selection);
    if (narrowing.from || narrowing.where) {
      return filters.length === 0 && narrowing.total ? build(narrowing.total) : undefined;
    }
    if (filters.length === 0) return this.#totalOfAll;
    const { total, columns } = this.#definition;
    if (typeof total === 'string') return undefined;
    const [first, ...others] = filters;
    const isOne = first && others.length === 0 && first.conditions.length === 1;
    const query = total({
      filters,
      only: isOne ? findAnchor(first, columns) : undefined,
      now: selection.now,
    });
    return query && build(query);
  }

  #count(selection: Selection, narrowing: Narrowing): Total['statement'] {
    const { from } = narrowing;
    const where = this.#where(selection, narrowing.where);
    const { order } = selection;
    return build(countQuery(this.#definition, { order, where, ...(from && { from }) }));
  }

  /** The columns that say where a row stands in a list so sorted: what `walk` goes on from. */
  keys(order: string): string[] {
    return keysOf(this.#definition, order);
  }

  /**
   * A list to be walked to its end, page by page: of each row that the walk meets what `select` says, also of those that
   * the selection leaves out. A page begins after keys, if `hasCursor`.
   */
  walk(selection: Selection, select: SQL, where: readonly SQL[], hasCursor: boolean): SQL {
    const { order } = selection;
    const cursor = hasCursor ? ('afterKeys' as const) : undefined;
    const narrowed = { ...selection, filters: selection.filters.map((one) => this.#indexed(one, order)) };
    return pageQuery(this.#definition, { order, where: this.#where(narrowed, where), cursor, select });
  }

  /** A condition on the rows that a walk meets, which those satisfy that the selection means; undefined where all do. */
  matches(selection: Selection): SQL | undefined {
    const conditions = this.#where(selection);
    return conditions.length === 0 ? undefined : sql.join(conditions, sql` AND `);
  }

  /** The part of an expression that an index can narrow. The rest would be searched for on every page anew, if it were rare. */
  #indexed(filters: Filters, order: string): Filters {
    if (filters.junction === 'or' && filters.conditions.length > 1) return { ...filters, conditions: [] };
    const { columns } = this.#definition;
    const anchor = findAnchor(filters, columns);
    const isRange = ({ field, operator }: Condition) =>
      fieldOf(columns, field)?.rangeOf === sortOf(order) && (operator === '$after' || operator === '$before');
    return { ...filters, conditions: filters.conditions.filter((one) => one === anchor || isRange(one)) };
  }
}

/**
 * Declares the list of a resource.
 * @example defineList<VoucherRow, ListVouchersQuery>({ table: 'vouchers', select, columns, sorts, total: 'kept' })
 */
export const defineList = <Row, Query = ListQuery>(definition: ListDefinition<Query>) =>
  new ResourceList<Row, Query>(definition);
