import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { ListQueries, type Selection, type Total } from '../lists/listing.ts';
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

const bySeq = { combine: 'sequence' as const, parts: [{ where: sql`1`, keys: ['seq'] }] };
const queries = new ListQueries<ExportRecord>(
  { table: sql`exports`, select: selected, sorts: { created_at: bySeq, status: bySeq } },
  {},
);
export const exportExists = queries.exists;
export const exportsPage = queries.page.bind(queries);
export const exportsTotal = (selection: Selection): Total => queries.count(selection);
