import { sql } from 'drizzle-orm';
import type { ListExportsQuery } from '../../shared/exports/exports.ts';
import { compile } from '../database.ts';
import { defineList } from '../lists/define-list.ts';
import { sortBy } from '../lists/pagination.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { exportsTable } from '../tables/exports.ts';

/** An export as it is stored; `parameters` is JSON, as it was sent. */
export type ExportRecord = Omit<typeof exportsTable.$inferSelect, 'seq'>;

const { selected } = columnsOf<ExportRecord>(exportsTable, ['seq'], []);

export const insertExport = compile<ExportRecord>(
  sql`INSERT INTO exports (id, exported_object, parameters, mark, created_at, created_by)
    VALUES (${sql.placeholder('id')}, ${sql.placeholder('exportedObject')}, ${sql.placeholder('parameters')},
      CAST(${sql.placeholder('mark')} AS INTEGER), CAST(${sql.placeholder('createdAt')} AS INTEGER), ${sql.placeholder('createdBy')})`,
);

export const exportById = compile<{ id: string }, ExportRecord>(
  sql`SELECT ${selected} FROM exports WHERE id = ${sql.placeholder('id')}`,
);

export const deleteExportById = compile<{ id: string }, { id: string }>(
  sql`DELETE FROM exports WHERE id = ${sql.placeholder('id')} RETURNING id`,
);

export const exportList = defineList<ExportRecord, ListExportsQuery>({
  table: 'exports',
  select: selected,
  columns: {},
  sorts: { created_at: sortBy('seq'), status: sortBy('seq') },
  total: 'counted',
});
