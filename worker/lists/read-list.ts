import type { Database, Statement } from '../database.ts';
import type { ListQuery, Narrowing, ResourceList, Total } from './define-list.ts';
import { invalidCursor, type PageQuery, toPage } from './page.ts';
import type { PageWindow } from './pagination.ts';

/** A list as statements; `extras` are answered from the same batch. */
interface PageSource<Row, More> {
  page: (window: PageWindow) => Statement<Row>;
  total: Total<More>;
  exists: (values: { id: string }) => Statement<{ id: string }>;
  extras?: readonly Statement<unknown>[];
}

/**
 * A page of a list in one round trip, as the fields that every list answers. A second is taken by a cursor that nothing
 * comes after, to see whether it exists.
 * @throws ApiError invalid_query_params where the cursor names nothing
 */
export async function readPage<Row extends { id: string }, More>(
  database: Database,
  { limit, page = 1, starting_after_id: after }: PageQuery,
  { page: pageOf, total, exists, extras = [] }: PageSource<Row, More>,
) {
  const window = { limit: limit + 1, offset: (page - 1) * limit, after: after ?? null };
  const [rows, counted, ...extraRows] = await database.batch([pageOf(window), total.statement, ...extras]);
  if (after !== undefined && rows.length === 0 && !(await database.first(exists({ id: after })))) {
    throw invalidCursor(after);
  }
  const { items, ...more } = toPage(rows, limit, ({ id }) => id);
  const count = counted[0]?.total ?? 0;
  const { cap } = total;
  const paging = {
    object: 'list' as const,
    total: Math.min(count, cap),
    ...(count > cap && { total_capped: true as const }),
    ...more,
  };
  return { items, paging, counted: counted[0], extras: extraRows };
}

/** What a list is read with beside its query. */
interface ReadOptions<More> {
  narrowing?: Narrowing<More>;
  /** Statements that are answered from the same batch. */
  extras?: readonly Statement<unknown>[];
  /** Milliseconds: what "days ago" counts from. */
  now?: number;
}

/**
 * The page of a resource's list that a query asks for, as `readPage` answers it.
 * @throws ApiError invalid_query_params where the cursor names nothing
 */
export function readList<Row extends { id: string }, Query, More>(
  database: Database,
  query: NoInfer<Query> & ListQuery,
  list: ResourceList<Row, Query>,
  { narrowing = {}, extras = [], now = Date.now() }: ReadOptions<More> = {},
) {
  const selection = list.select(query, now);
  return readPage(database, query, {
    page: (window) => list.page(selection, window, narrowing),
    total: list.total(selection, narrowing),
    exists: list.exists,
    extras,
  });
}
