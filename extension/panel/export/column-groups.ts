import { customerColumns, itemColumns, orderColumns } from '../../../shared/exports/export-columns.ts';
import type { ExportedObject } from '../../../shared/exports/exports.ts';
import { text } from '../../text.ts';
import { isEmptyColumn } from '../values/column-name.ts';

/** Columns that belong together. */
export interface ColumnGroup {
  name: string;
  columns: string[];
}

/** All columns of what is exported: its own, those of the keys of its metadata, and of orders those of their lines. */
export function columnGroups(
  subject: ExportedObject,
  keys: readonly string[],
  itemKeys: readonly string[],
): ColumnGroup[] {
  const metadata = { name: text('metadata'), columns: keys.map((key) => `metadata.${key}`) };
  const ofLines = [...itemColumns, ...itemKeys.map((key) => `item.metadata.${key}`)];
  const groups =
    subject === 'customer'
      ? [
          { name: text('customer'), columns: customerColumns.filter((name) => !isEmptyColumn(name)) },
          metadata,
        ]
      : [
          { name: text('order'), columns: [...orderColumns] },
          metadata,
          { name: text('items'), columns: ofLines },
        ];
  return groups.filter(({ columns }) => columns.length > 0);
}
