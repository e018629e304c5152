/** Which page of a list is asked for. */
export interface PageQuery {
  limit: number;
  page?: number | undefined;
  starting_after_id?: string | undefined;
}

/** A page cut from rows of which one more than `limit` was asked for, with the cursor of its last one. */
export function toPage<Row>(rows: Row[], limit: number, cursorOf: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, has_more: hasMore, ...(hasMore && { more_starting_after: cursorOf(last) }) };
}
