import { invalidFields } from '../http/errors.ts';
import { amountOf, jsonOf, metadataOf, setNested, textOf } from './csv-cells.ts';
import type { CsvCell, CsvRecord } from './csv-records.ts';
import { csvTable, repetition } from './csv-table.ts';
import { type SentRow, toSentValue } from './sent-row.ts';

/** What a column's cells give: a text, an amount, JSON, or nothing. */
type CsvColumnKind = 'text' | 'amount' | 'json' | 'list' | 'ignored';

/** The columns of a file of a resource, by the names that they have in lower case; a field of an object inside has a dot. */
export type CsvColumns = Readonly<Record<string, { field?: string; kind: CsvColumnKind }>>;

const METADATA = 'metadata.';

/** A list as JSON, else as texts between commas. */
function listOf(cell: CsvCell): unknown {
  const value = jsonOf(cell);
  return typeof value === 'string' ? value.split(',').map((text) => text.trim()) : value;
}

/** Where the column of a header's name goes; what is no column of the resource goes to its metadata. */
function columnOf(columns: CsvColumns, name: string): { field: string; kind: CsvColumnKind | 'metadata' } {
  const known = name.trim().toLowerCase().replaceAll(' ', '_');
  const column = Object.hasOwn(columns, known) ? columns[known] : undefined;
  if (column) return { field: column.field ?? known, kind: column.kind };
  return { field: name.startsWith(METADATA) ? name : METADATA + name, kind: 'metadata' };
}

const readers: Record<CsvColumnKind | 'metadata', (cell: CsvCell, digits: number) => unknown> = {
  text: textOf,
  amount: amountOf,
  json: jsonOf,
  list: (cell) => (cell.text === '' ? undefined : listOf(cell)),
  ignored: () => undefined,
  metadata: metadataOf,
};

/** @throws ApiError invalid_payload where a column has no name, or is there twice */
function checkHeader(header: readonly string[], columns: CsvColumns): readonly string[] {
  const isAgain = repetition();
  const errors = header.flatMap((path, index) => {
    if (path.trim() === '' || path === METADATA)
      return [{ path, message: `column ${index + 1} has no name` }];
    return isAgain(columnOf(columns, path).field) ? [{ path, message: 'must be there once' }] : [];
  });
  if (errors.length > 0) throw invalidFields('invalid_payload', errors);
  return header;
}

/**
 * The objects that the rows of a file are, as a request would send them; an empty cell gives nothing.
 * @param digits of the currency, for amounts with a point
 * @throws ApiError invalid_payload where the header names a column twice, and what reading the records throws
 */
export async function* csvObjects(
  records: AsyncIterable<CsvRecord>,
  columns: CsvColumns,
  digits: number,
): AsyncGenerator<SentRow> {
  for await (const row of csvTable(records, (header) => checkHeader(header, columns))) {
    if ('unread' in row) {
      yield row.unread;
      continue;
    }
    const object: Record<string, unknown> = {};
    for (const [name, cell] of row.cells) {
      const { field, kind } = columnOf(columns, name);
      const value = readers[kind](cell, digits);
      if (value !== undefined) setNested(object, field, value);
    }
    yield toSentValue(row.line, object);
  }
}
