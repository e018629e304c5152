import * as z from 'zod';
import { MAX_STREAM_BYTES } from '../../shared/limits.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import type { RowFormat } from './row-format.ts';
import type { SentRow } from './sent-row.ts';

/** Makes rows of a file's records; `digits` are those of the currency, for amounts with a point. */
export type CsvRows = (records: AsyncIterable<CsvRecord>, digits: number) => AsyncIterable<SentRow>;

/** A CSV file, as a stream. */
export const csvFormat = (toRows: CsvRows, description: string): RowFormat => ({
  mediaType: 'text/csv',
  reader: { maxBytes: MAX_STREAM_BYTES, rows: (bytes, digits) => toRows(csvRecords(bytes), digits) },
  schema: z.string().meta({ description }),
});
