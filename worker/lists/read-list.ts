import type { Database, Statement } from '../database.ts';
import { type Cursor, formatCursor, invalidCursor, type Placed, readCursor } from './cursor.ts';
import type { ListQuery, Narrowing, ResourceList, Selection } from './define-list.ts';
import { type PageQuery, toPage } from './page.ts';

/** What a page is of: a resource's list, what is asked of it, and what narrows it. */
interface PageSource<Row, Query> {
  list: ResourceList<Row, Query>;
  selection: Selection;
  /** What the page is asked for, where the total is of more. */
  beyond?: Selection;
  narrowing?: Narrowing;
  /** Statements that are answered from the same batch. */
  extras?: readonly Statement<unknown>[];
}

/**
 * Whether nothing is wrong with a cursor that nothing comes after. A place need not be that of a row; an id must be one,
 * which costs a second round trip.
 */
const isKnown = async (
  database: Database,
  list: ResourceList<unknown, never>,
  { kind, value }: Cursor,
): Promise<boolean> =>
  kind === 'afterKeys' || (await database.first(list.exists({ id: value }))) !== undefined;

/**
 * A page of a list in one round trip, as the fields that every list answers. A second is taken by an id that nothing comes
 * after, to see whether it exists.
 * @throws ApiError invalid_query_params where the cursor names nothing
 */
export async function readPage<Row, Query>(
  database: Database,
  { limit, page = 1, starting_after_id: given }: PageQuery,
  { list, selection, beyond = selection, narrowing = {}, extras = [] }: PageSource<Row, Query>,
) {
  const { order } = selection;
  const after = given === undefined ? null : readCursor(given, order, list.keys(order).length);
  const window = { limit: limit + 1, offset: (page - 1) * limit, after };
  const total = list.total(selection, narrowing);
  const pageOf = list.page(beyond, window, narrowing);
  const [rows, counted, ...extraRows] = await database.batch([pageOf, total.statement, ...extras]);
  if (after && rows.length === 0 && !(await isKnown(database, list, after))) throw invalidCursor(after.value);
  const { items, ...more } = toPage<Placed<Row>>(rows, limit, ({ place }) => formatCursor(order, place));
  const count = counted[0]?.total ?? 0;
  const { cap } = total;
  const paging = {
    object: 'list' as const,
    total: Math.min(count, cap),
    ...(count > cap && { total_capped: true as const }),
    ...more,
  };
  return { items, paging, extras: extraRows };
}

/** What a list is read with beside its query. */
interface ReadOptions {
  narrowing?: Narrowing;
  /** Statements that are answered from the same batch. */
  extras?: readonly Statement<unknown>[];
  /** Milliseconds: what "days ago" counts from. */
  now?: number;
}

/**
 * The page of a resource's list that a query asks for, as `readPage` answers it.
 * @throws ApiError invalid_query_params where the cursor names nothing
 */
export const readList = <Row, Query>(
  database: Database,
  query: NoInfer<Query> & ListQuery,
  list: ResourceList<Row, Query>,
  { now = Date.now(), ...options }: ReadOptions = {},
) => readPage(database, query, { list, selection: list.select(query, now), ...options });
