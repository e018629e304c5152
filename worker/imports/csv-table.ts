import type { CsvCell, CsvRecord } from './csv-records.ts';
import { type SentRow, unusable } from './sent-row.ts';

/** A row of a table, its cells by column; or one that cannot be told apart, and why. */
export type TableRow =
  | { line: number; cells: ReadonlyMap<string, CsvCell> }
  | { line: number; unread: SentRow };

/** Makes a check of names one after the other, which tells whether a name came before. */
export function repetition(): (name: string) => boolean {
  const seen = new Set<string>();
  return (name) => seen.size === seen.add(name).size;
}

/**
 * The rows of a table after its header; empty ones are left out.
 * @param toNames the columns by the header's cells; what it throws refuses the file
 */
export async function* csvTable(
  records: AsyncIterable<CsvRecord>,
  toNames: (header: readonly string[]) => readonly string[],
): AsyncGenerator<TableRow> {
  let names: readonly string[] | undefined;
  for await (const { line, cells } of records) {
    if (!names) {
      names = toNames(cells.map(({ text }) => text));
      continue;
    }
    if (cells.length === 1 && names.length > 1 && cells[0]?.text === '') continue;
    if (cells.length === names.length) {
      yield { line, cells: new Map(names.map((name, index) => [name, cells[index] as CsvCell])) };
      continue;
    }
    const message = `has ${cells.length} cells where the header has ${names.length}`;
    yield { line, unread: unusable(line, cells.map(({ text }) => text).join(), message) };
  }
}
