import * as z from 'zod';
import { MAX_ARRAY_BYTES, MAX_ARRAY_ELEMENTS } from '../../shared/limits.ts';
import { invalidField } from '../http/errors.ts';
import { parseJson } from '../http/request.ts';
import type { RowFormat } from './row-format.ts';
import { type SentRow, toSentValue } from './sent-row.ts';

/**
 * The elements of a JSON array; `line` is an element's place, from 1.
 * @throws ApiError invalid_payload where it is none, or is too long
 */
async function* arrayRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SentRow> {
  const { body } = await parseJson(bytes);
  if (!Array.isArray(body)) throw invalidField('invalid_payload', '', 'expected an array');
  if (body.length > MAX_ARRAY_ELEMENTS) {
    const message = `expected at most ${MAX_ARRAY_ELEMENTS} elements; application/x-ndjson takes more`;
    throw invalidField('invalid_payload', '', message);
  }
  for (const [index, value] of body.entries()) yield toSentValue(index + 1, value);
}

/** A JSON array of what the schema says. */
export const jsonArrayFormat = (element: z.ZodType): RowFormat => ({
  mediaType: 'application/json',
  reader: { maxBytes: MAX_ARRAY_BYTES, rows: arrayRows },
  schema: z.array(element).max(MAX_ARRAY_ELEMENTS),
});
