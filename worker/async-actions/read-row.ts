import type * as z from 'zod';
import { invalidField } from '../http/errors.ts';
import { isWellFormed, parse } from '../http/request.ts';

/** What is written beside a failed row, and may come back with it. */
const IMPORT_ERROR = 'import_error';

/**
 * A row as its schema says it is.
 * @param noun what it should be
 * @throws ApiError invalid_payload with every violation
 */
export function readRow<Schema extends z.ZodType>(
  schema: Schema,
  { [IMPORT_ERROR]: reported, ...row }: Record<string, unknown>,
  noun: string,
): z.output<Schema> {
  if (reported !== undefined && Object.keys(row).length === 0) {
    throw invalidField('invalid_payload', '', `has no ${noun} beside what an earlier import said of it`);
  }
  if (!isWellFormed(row)) throw invalidField('invalid_payload', '', 'has an unpaired surrogate escape');
  return parse(schema, row, 'invalid_payload');
}
