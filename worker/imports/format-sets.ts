import type * as z from 'zod';
import { csvFormFormat } from './csv-form-format.ts';
import { type CsvRows, csvFormat } from './csv-format.ts';
import { type CsvColumns, csvObjects } from './csv-objects.ts';
import { jsonArrayFormat } from './json-array-format.ts';
import { ndjsonFormat } from './ndjson-format.ts';
import type { RowFormat } from './row-format.ts';
import { sharedMetadataFormat } from './shared-metadata-format.ts';

/* Which formats each kind of import takes. Another format is a file `<name>-format.ts` and a line in the sets that take it. */

const failedLines = (noun: string): RowFormat =>
  ndjsonFormat(`One ${noun} a line, as failed rows come back.`);

/** Orders: an array, lines, or an export of them. */
export const orderFormats = (element: z.ZodType, csvOrders: CsvRows): readonly RowFormat[] => [
  jsonArrayFormat(element),
  ndjsonFormat('One order a line.'),
  csvFormat(csvOrders, 'An export of orders in the layout "items".'),
];

/** An array, or lines, of resources. */
export const bulkFormats = (element: z.ZodType, noun: string): readonly RowFormat[] => [
  jsonArrayFormat(element),
  failedLines(noun),
];

/** Metadata for a list of source_ids, or lines that have both. */
export const metadataFormats = (noun: string): readonly RowFormat[] => [
  sharedMetadataFormat,
  failedLines(noun),
];

/** A CSV file in a form, or by itself; or lines of JSON, as failed rows come back. */
export function csvFileFormats(columns: CsvColumns, noun: string): readonly RowFormat[] {
  const toRows: CsvRows = (records, digits) => csvObjects(records, columns, digits);
  return [csvFormFormat(toRows), csvFormat(toRows, `One ${noun} a row, below a header.`), failedLines(noun)];
}
