import * as z from 'zod';
import { MAX_ARRAY_BYTES, MAX_ARRAY_ELEMENTS, MAX_STREAM_BYTES } from '../../shared/limits.ts';
import { JsonObject } from '../../shared/metadata/metadata.ts';
import { ApiError, invalidField } from '../http/errors.ts';
import { parse, parseJson } from '../http/request.ts';
import type { RowFormat } from './row-format.ts';
import { type SentRow, toSentValue } from './sent-row.ts';

/** Metadata for the resources of some source_ids. */
const SharedMetadata = z
  .strictObject({ source_ids: z.array(z.unknown()).min(1).max(MAX_ARRAY_ELEMENTS), metadata: JsonObject })
  .meta({ id: 'SharedMetadata' });

/**
 * A row for each source_id; `line` is its place, from 1.
 * @throws ApiError invalid_payload, payload_too_large
 */
async function* sharedMetadataRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SentRow> {
  const { body } = await parseJson(bytes);
  const { source_ids, metadata } = parse(SharedMetadata, body, 'invalid_payload');
  const length = JSON.stringify(metadata).length;
  if (length * source_ids.length > MAX_STREAM_BYTES) {
    const details = `metadata of ${length} characters for ${source_ids.length} source_ids: together at most ${MAX_STREAM_BYTES}.`;
    throw new ApiError('payload_too_large', { details });
  }
  const first = toSentValue(1, metadata);
  if ('error' in first) throw invalidField('invalid_payload', 'metadata', first.error);
  for (const [index, source_id] of source_ids.entries())
    yield toSentValue(index + 1, { source_id, metadata });
}

/** One object of metadata for the resources of some source_ids. */
export const sharedMetadataFormat: RowFormat = {
  mediaType: 'application/json',
  reader: { maxBytes: MAX_ARRAY_BYTES, rows: sharedMetadataRows },
  schema: SharedMetadata,
};
