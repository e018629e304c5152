import {
  type GetMetadataSchemaQuery,
  type MetadataSchema,
  type MetadataSchemaList,
  type PutMetadataSchema,
  SchemaName,
  standardSchemas,
} from '../../shared/metadata/metadata-definitions.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { parseIfMatch } from '../http/etag.ts';
import { parse } from '../http/request.ts';
import { empty, json } from '../http/response.ts';
import { newId } from '../identifiers.ts';
import { bindRows } from '../sql/json-columns.ts';
import { forgetSchemas } from './check-metadata.ts';
import {
  allSchemas,
  deleteSchema,
  refuseDeletion,
  refuseSchema,
  type SchemaRow,
  type SchemaWrite,
  schemaByName,
  upsertSchema,
} from './store.ts';
import { keysIn, recentMetadata } from './usage.ts';

const toSchema = (row: SchemaRow): MetadataSchema => ({
  id: row.id,
  object: 'metadata_schema',
  related_object: row.relatedObject,
  properties: JSON.parse(row.properties),
  allow_defined_only: row.allowDefinedOnly === 1,
  created_at: formatTimestamp(row.createdAt),
  updated_at: row.updatedAt === null ? null : formatTimestamp(row.updatedAt),
});

const schemaReply = (row: SchemaRow): Response => json(toSchema(row), { version: row.version });

export async function getMetadataSchemas({ database }: Context): Promise<Response> {
  const [rows] = await database.batch([allSchemas({})]);
  const list: MetadataSchemaList = {
    object: 'list',
    data_ref: 'schemas',
    schemas: rows.map(toSchema),
    total: rows.length,
  };
  return json(list);
}

export async function getMetadataSchema(context: Context<GetMetadataSchemaQuery>): Promise<Response> {
  const { database, params, query } = context;
  const { resource = '' } = params;
  const { schema, used } = await database.batch({
    schema: schemaByName({ name: resource }),
    used: query.usage ? recentMetadata(resource) : undefined,
  });
  const [row] = schema;
  if (!row) throw notFound('metadata_schema', resource);
  const usage = used && { usage: keysIn(used.flat()) };
  return json({ ...toSchema(row), ...usage }, { version: row.version });
}

/** Merges definitions into a schema; one of a new name is made, to be nested in others. */
export async function putMetadataSchema(context: Context<unknown, PutMetadataSchema>): Promise<Response> {
  const { body, database, params, request } = context;
  const name = parse(SchemaName, params.resource, 'invalid_path');
  const write: SchemaWrite = {
    name,
    newId: newId('metadata_schema'),
    properties: body.properties ?? null,
    allowDefinedOnly: body.allow_defined_only ?? null,
    ifMatch: parseIfMatch(request.headers.get('If-Match')),
    at: Date.now(),
  };
  const writes = bindRows([write]);
  const { written } = await database.batch({
    refused: refuseSchema({ writes }),
    upsert: upsertSchema({ writes }),
    written: schemaByName({ name }),
  });
  forgetSchemas();
  return schemaReply(written[0] as SchemaRow);
}

/** Deletes a nested schema that no other one names. */
export async function deleteMetadataSchema({ database, params, request }: Context): Promise<Response> {
  const { resource: name = '' } = params;
  const standard = standardSchemas.some((own) => own === name);
  const ifMatch = parseIfMatch(request.headers.get('If-Match'));
  await database.batch([
    refuseDeletion({ writes: bindRows([{ name, standard, ifMatch }]) }),
    deleteSchema({ name }),
  ]);
  forgetSchemas();
  return empty();
}
