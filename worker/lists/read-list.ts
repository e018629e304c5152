import type { Database, Statement } from '../database.ts';
import type { Total } from './listing.ts';
import { invalidCursor, type PageWindow, toPage } from './pagination.ts';

/** Which page of a list is asked for. */
export interface PageQuery {
  limit: number;
  page?: number | undefined;
  starting_after_id?: string | undefined;
}

/** A list as statements; `extras` are answered from the same batch. */
export interface ListSource<Row, More> {
  page: (window: PageWindow) => Statement<Row>;
  total: Total<More>;
  exists: (values: { id: string }) => Statement<{ id: string }>;
  extras: readonly Statement<unknown>[];
}

/**
 * A page of a list in one round trip, as the fields that every list answers. A second is taken by a cursor that nothing
 * comes after, to see whether it exists.
 * @throws ApiError invalid_query_params where the cursor names nothing
 */
export async function readList<Row extends { id: string }, More>(
  database: Database,
  { limit, page = 1, starting_after_id: after }: PageQuery,
  { page: pageOf, total, exists, extras }: ListSource<Row, More>,
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
