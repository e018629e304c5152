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

/** The schemas of formats by media type, as a route's `stream` takes them. */
export const bodiesOf = (formats: readonly RowFormat[]): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(formats.map(({ mediaType, schema }) => [mediaType, schema]));
