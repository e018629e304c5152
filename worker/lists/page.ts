import { type ApiError, invalidField } from '../http/errors.ts';

/** Which page of a list is asked for. */
export interface PageQuery {
  limit: number;
  page?: number | undefined;
  starting_after_id?: string | undefined;
}

/** A page cut from rows of which one more than `limit` was asked for. */
export function toPage<Row>(rows: Row[], limit: number, idOf: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, has_more: hasMore, ...(hasMore && { more_starting_after: idOf(last) }) };
}

/** The error of a cursor that no row has. */
export const invalidCursor = (id: string): ApiError => {
  const message = `names nothing in this list: ${id}`;
  return invalidField('invalid_query_params', 'starting_after_id', message, `starting_after_id ${message}`);
};
