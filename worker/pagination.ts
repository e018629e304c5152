import { ApiError } from './errors.ts';

/** A page cut from rows of which one more than `limit` was asked for. */
export function toPage<Row>(rows: Row[], limit: number, idOf: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, has_more: hasMore, ...(hasMore && { more_starting_after: idOf(last) }) };
}

export const invalidCursor = (id: string): ApiError => {
  const message = `names nothing in this list: ${id}`;
  return new ApiError('invalid_query_params', {
    details: `starting_after_id ${message}`,
    errors: [{ path: 'starting_after_id', message }],
  });
};
