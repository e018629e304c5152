import type * as z from 'zod';
import type { SentRow } from './sent-row.ts';

/** Reads a body of some media type as rows. */
interface RowReader {
  /** The most bytes that the body may have. */
  maxBytes: number;
  /** Takes the content out of the body where something surrounds it that may differ when it is sent again. */
  content?: (bytes: AsyncIterable<Uint8Array>, contentType: string) => AsyncIterable<Uint8Array>;
  /** @param digits how many digits the currency has after the point */
  rows: (bytes: AsyncIterable<Uint8Array>, digits: number) => AsyncIterable<SentRow>;
}

/** A format that rows can be sent in: its media type, its reader, and its schema for the API document. */
export interface RowFormat {
  mediaType: string;
  reader: RowReader;
  schema: z.ZodType;
}

/** The most elements of a JSON array; the contract says 2,000. */
export const MAX_ELEMENTS = 10_000;

/** The most bytes of a JSON body and of a file in a form, which are held in memory, and of a stream. */
export const MAX_JSON_BYTES = 5 * 1024 * 1024;
export const MAX_FORM_BYTES = 10 * 1024 * 1024;
export const MAX_STREAM_BYTES = 100 * 1024 * 1024;

/** The schemas of formats by media type, as a route's `stream` takes them. */
export const bodiesOf = (formats: readonly RowFormat[]): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(formats.map(({ mediaType, schema }) => [mediaType, schema]));
