import { fromBase64Url, toBase64Url } from '../http/base64url.ts';
import { type ApiError, invalidField } from '../http/errors.ts';

/**
 * What a page comes after. `afterKeys` is a place in a sort: its keys, a JSON array, as the row seen last had them, so
 * that it stays where it was whatever becomes of that row. `afterId` is the row of an id, wherever that is now: what a
 * client has that remembers ids alone. The kinds are the placeholders that their values are bound to.
 */
export interface Cursor {
  kind: CursorKind;
  value: string;
}
export type CursorKind = 'afterKeys' | 'afterId';

/** A row of a page, and where it stands in its sort: the keys as a JSON array. */
export type Placed<Row> = Row & { place: string };

/** The error of a cursor that names no place. */
export const invalidCursor = (cursor: string, message = `names nothing in this list: ${cursor}`): ApiError =>
  invalidField('invalid_query_params', 'starting_after_id', message);

/** Stands between the name of the sort and its keys; no id has one. */
const SEPARATOR = '~';

/** A place in a sort as replies tell it, safe in a URL as it is: the sort's name, and the keys in base64url. */
export const formatCursor = (order: string, place: string): string =>
  `${order}${SEPARATOR}${toBase64Url(new TextEncoder().encode(place))}`;

const isKey = (value: unknown): boolean =>
  value === null || typeof value === 'string' || Number.isSafeInteger(value);

/** The JSON of an array of `count` keys; undefined of anything else. */
function readPlace(encoded: string, count: number): string | undefined {
  const bytes = fromBase64Url(encoded);
  if (!bytes) return undefined;
  try {
    const place = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
    const keys: unknown = JSON.parse(place);
    return Array.isArray(keys) && keys.length === count && keys.every(isKey) ? place : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the cursor of a list that is sorted by `order`, which has that many keys.
 * @throws ApiError invalid_query_params where it is malformed, or is a place in another sort
 */
export function readCursor(text: string, order: string, keyCount: number): Cursor {
  const [sort, encoded] = text.split(SEPARATOR);
  if (encoded === undefined) return { kind: 'afterId', value: text };
  if (sort !== order) throw invalidCursor(text, `is a place in another list than one of order=${order}`);
  const value = readPlace(encoded, keyCount);
  if (value === undefined) throw invalidCursor(text);
  return { kind: 'afterKeys', value };
}
