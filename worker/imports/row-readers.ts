import { arrayRows } from './array-rows.ts';
import { type CsvColumns, csvObjects } from './csv-objects.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { multipartFile } from './multipart-file.ts';
import { ndjsonRows } from './ndjson-rows.ts';
import type { SentRow } from './sent-row.ts';
import { sharedMetadataRows } from './shared-metadata-rows.ts';

/** How a body of a media type becomes rows, and how many bytes it may have. */
export interface RowReader {
  maxBytes: number;
  /** What of the body is meant, if not all of it: what surrounds it may differ when it is sent again. */
  content?: (bytes: AsyncIterable<Uint8Array>, type: string) => AsyncIterable<Uint8Array>;
  rows: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<SentRow>;
}

/** Row readers by the media types that a route takes. */
export type RowReaders = Readonly<Record<string, RowReader>>;

/** The most bytes of what is held in memory, of a file in a form, and of what is read as a stream. */
const MAX_ARRAY_BYTES = 5 * 1024 * 1024;
const MAX_FORM_BYTES = 10 * 1024 * 1024;
const MAX_STREAM_BYTES = 100 * 1024 * 1024;

const lines = { 'application/x-ndjson': { maxBytes: MAX_STREAM_BYTES, rows: ndjsonRows } };

/** An array of JSON, or lines of it. */
export const jsonReaders: RowReaders = {
  'application/json': { maxBytes: MAX_ARRAY_BYTES, rows: arrayRows },
  ...lines,
};

/** Metadata for a list of source_ids, or lines that have both. */
export const metadataReaders: RowReaders = {
  'application/json': { maxBytes: MAX_ARRAY_BYTES, rows: sharedMetadataRows },
  ...lines,
};

/** A CSV file as a stream. */
export const csvReader = (
  toRows: (records: AsyncIterable<CsvRecord>) => AsyncIterable<SentRow>,
): RowReader => ({
  maxBytes: MAX_STREAM_BYTES,
  rows: (bytes) => toRows(csvRecords(bytes)),
});

/** A CSV file of objects in a form, or by itself; or lines of JSON, as failed rows come back. */
export function csvFileReaders(columns: CsvColumns, digits: number): RowReaders {
  const csv = csvReader((records) => csvObjects(records, columns, digits));
  return {
    'multipart/form-data': { ...csv, maxBytes: MAX_FORM_BYTES, content: multipartFile },
    'text/csv': csv,
    ...lines,
  };
}
