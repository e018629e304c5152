import { type ExportFormat, exportParameters } from '../../shared/exports/exports.ts';
import { digitsOf } from '../../shared/money.ts';
import { customerExporter } from '../customers/export-store.ts';
import type { Context } from '../http/context.ts';
import { logError } from '../http/errors.ts';
import type { ExportPart } from '../lists/export-statements.ts';
import { orderExporter } from '../orders/stores/export-store.ts';
import type { CellFormat } from '../sql/csv.ts';
import { exportPages } from './export-pages.ts';
import type { ExportRecord } from './store.ts';
import { zoneOffsets } from './time-zone.ts';

/** Every object that can be exported. Another one is an entry here, its columns in shared/exports.ts and its export-store.ts. */
const exporters = { order: orderExporter, customer: customerExporter };

/** What says how many rows of an object there are now. */
export const markOf = (object: ExportRecord['exportedObject']) => exporters[object].mark();

function planOf(
  record: ExportRecord,
  currency: string,
): { fields: string[]; format: ExportFormat; cells: CellFormat; parts: ExportPart[] } {
  const { exportedObject, mark, createdAt: at } = record;
  const raw: unknown = JSON.parse(record.parameters);
  const moment = { mark, at };
  const toCells = (format: ExportFormat): CellFormat => ({
    ...format,
    digits: digitsOf(currency),
    offsets: zoneOffsets(format.timezone, at),
  });
  if (exportedObject === 'order') {
    const parameters = exportParameters.order.parse(raw);
    const cells = toCells(parameters);
    const parts = exporters.order.parts(parameters, moment, cells);
    return { fields: parameters.fields, format: parameters, cells, parts };
  }
  const parameters = exportParameters.customer.parse(raw);
  const cells = toCells(parameters);
  const parts = exporters.customer.parts(parameters, moment, cells);
  return { fields: parameters.fields, format: parameters, cells, parts };
}

/** The header row. A name can have anything that a key of metadata can. */
function headerRow(fields: readonly string[], delimiter: string): string {
  const cells = fields.map((name) => (/^[\w.]+$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`));
  return `${cells.join(delimiter)}\r\n`;
}

/** The file of an export as text, in parts: the header at once, then page after page as they are read. What goes wrong is logged, since the reply has begun. */
export async function* exportFile(
  { database, environment, requestId }: Pick<Context, 'database' | 'environment' | 'requestId'>,
  record: ExportRecord,
): AsyncGenerator<string> {
  try {
    const { fields, format, cells, parts } = planOf(record, environment.currency);
    yield `${format.bom ? '\ufeff' : ''}${headerRow(fields, format.delimiter)}`;
    for (const part of parts) yield* exportPages(database, part, cells);
  } catch (error) {
    logError(error, requestId);
    throw error;
  }
}

/** `orders-2026-01-31.csv`: what it has, and the day it was asked for, in UTC. */
export const fileName = ({ exportedObject, createdAt }: ExportRecord): string =>
  `${exportedObject}s-${new Date(createdAt).toISOString().slice(0, 10)}.csv`;
