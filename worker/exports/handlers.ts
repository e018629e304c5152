import type {
  CreateExport,
  CreateOrderExport,
  Export,
  GetExportQuery,
  ListExportsQuery,
} from '../../shared/exports/exports.ts';
import type { Scope } from '../../shared/keys/roles.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { Context } from '../http/context.ts';
import { ApiError, notFound } from '../http/errors.ts';
import { requireScope } from '../http/require-scope.ts';
import { empty, file, json } from '../http/response.ts';
import { newId } from '../identifiers.ts';
import { readList } from '../lists/read-list.ts';
import { exportFile, fileName, markOf } from './export-file.ts';
import { deleteExportById, type ExportRecord, exportById, exportList, insertExport } from './store.ts';
import { isTokenValid, signToken } from './token.ts';

/** What may be exported only by who may read it. */
const scopeOf: Record<ExportRecord['exportedObject'], Scope> = {
  order: 'orders:read',
  customer: 'customers:read',
};

const toExport = (record: ExportRecord, status: Export['status'], url: string | null): Export => ({
  id: record.id,
  object: 'export',
  created_at: formatTimestamp(record.createdAt),
  status,
  channel: 'API',
  exported_object: record.exportedObject,
  parameters: JSON.parse(record.parameters),
  result: url === null ? null : { url },
  user_id: null,
});

/** Where the file is: by a token, or, in a deployment without a secret to sign it, by a key pair. */
async function urlOf(
  { request, environment }: Context<unknown, unknown>,
  { id }: ExportRecord,
): Promise<string> {
  const { origin } = new URL(request.url);
  const { exportSecret } = environment;
  if (exportSecret === undefined) return `${origin}/v1/exports/${id}/download`;
  return `${origin}/v1/exports/${id}?token=${await signToken(exportSecret, id, Date.now())}`;
}

async function create(
  context: Context<unknown, unknown>,
  exportedObject: ExportRecord['exportedObject'],
  parameters: object,
) {
  const { caller, database } = context;
  requireScope(caller, scopeOf[exportedObject], `An export of ${exportedObject}s`);
  const highest = await database.first(markOf(exportedObject));
  const record: ExportRecord = {
    id: newId('export'),
    exportedObject,
    parameters: JSON.stringify(parameters),
    mark: highest?.mark ?? 0,
    createdAt: Date.now(),
    createdBy: caller.keyId,
  };
  await database.batch([insertExport(record)]);
  return json(toExport(record, 'SCHEDULED', null));
}

/** Asks for an export of the orders there are now. */
export const createOrderExport = (context: Context<unknown, CreateOrderExport>): Promise<Response> =>
  create(context, 'order', context.body.parameters ?? {});

export const createExport = (context: Context<unknown, CreateExport>): Promise<Response> =>
  create(context, context.body.exported_object, context.body.parameters ?? {});

async function requireExport({ database, params }: Context<unknown, unknown>): Promise<ExportRecord> {
  const { exportId = '' } = params;
  const record = await database.first(exportById({ id: exportId }));
  if (!record) throw notFound('export', exportId);
  return record;
}

export async function getExport(context: Context<GetExportQuery>): Promise<Response> {
  const record = await requireExport(context);
  requireScope(context.caller, scopeOf[record.exportedObject], `An export of ${record.exportedObject}s`);
  return json(toExport(record, 'DONE', await urlOf(context, record)));
}

export async function getExports(context: Context<ListExportsQuery>): Promise<Response> {
  const { query, database } = context;
  const { items, paging } = await readList(database, query, exportList);
  const exports = await Promise.all(
    items.map(async (record) => toExport(record, 'DONE', await urlOf(context, record))),
  );
  return json({ ...paging, data_ref: 'exports', exports });
}

export async function deleteExport({ database, params }: Context): Promise<Response> {
  const { exportId = '' } = params;
  if (!(await database.first(deleteExportById({ id: exportId })))) throw notFound('export', exportId);
  return empty();
}

/** Voucherify calls its files plain text, and its Python client refuses any other type. */
const isTextAsked = (request: Request): boolean => {
  const accepted = request.headers.get('Accept') ?? '';
  return accepted.includes('text/plain') && !accepted.includes('text/csv');
};

const download = (context: Context<unknown, unknown>, record: ExportRecord): Response =>
  file(isTextAsked(context.request) ? 'text' : 'csv', exportFile(context, record), fileName(record));

/** The file, for a key pair that may read what is in it. */
export async function downloadExport(context: Context): Promise<Response> {
  const record = await requireExport(context);
  requireScope(context.caller, scopeOf[record.exportedObject], `An export of ${record.exportedObject}s`);
  return download(context, record);
}

/**
 * The file, for whoever has the token of its URL.
 * @throws ApiError unauthorized: the same for a wrong, foreign or expired token, whether the export exists or not
 */
export async function openExport(context: Context<GetExportQuery>): Promise<Response> {
  const { environment, params, query } = context;
  const { exportId = '' } = params;
  const secret = environment.exportSecret;
  const { token = '' } = query;
  if (secret === undefined || !(await isTokenValid(secret, exportId, token, Date.now()))) {
    throw new ApiError('unauthorized', {
      details: 'The token is not valid for this export, or has expired.',
    });
  }
  return download(context, await requireExport(context));
}
