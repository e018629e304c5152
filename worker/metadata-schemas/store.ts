import { sql } from 'drizzle-orm';
import type { MetadataDefinition } from '../../shared/metadata/metadata-definitions.ts';
import { compile } from '../database.ts';
import { jsonRows, mergedJson } from '../sql/json-columns.ts';
import { type RefusalCase, reason, refuseFirst } from '../sql/refusals.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { isStale, staleReason } from '../sql/write-match.ts';
import { metadataSchemas } from '../tables/metadata-schemas.ts';

/** A schema as it is read: `properties` is JSON, of definitions by key. */
export interface SchemaRow extends Omit<typeof metadataSchemas.$inferSelect, 'seq' | 'allowDefinedOnly'> {
  /** 1 or 0. */
  allowDefinedOnly: number;
}

/** What is written of a schema: null is "not given"; a definition of null is removed. */
export interface SchemaWrite {
  name: string;
  newId: string;
  properties: Record<string, Omit<MetadataDefinition, 'deleted'> | null> | null;
  allowDefinedOnly: boolean | null;
  ifMatch: string[] | null;
  at: number;
}

const { selected } = columnsOf<SchemaRow>(metadataSchemas, ['seq'], []);
const NAME = sql`${sql.placeholder('name')}`;

export const allSchemas = compile<Record<never, never>, SchemaRow>(
  sql`SELECT ${selected} FROM ${metadataSchemas} ORDER BY seq`,
);

export const schemaByName = compile<{ name: string }, SchemaRow>(
  sql`SELECT ${selected} FROM ${metadataSchemas} WHERE related_object = ${NAME}`,
);

const ofWrite = sql`FROM w LEFT JOIN metadata_schemas AS old ON old.related_object = w.name`;

const ofSchema = { type: 'metadata_schema', id: sql`w.name` };
const stale: RefusalCase = [isStale, staleReason(ofSchema.type, ofSchema.id)];
const notFound = reason('not_found', ofSchema);
const inUse = (details: string) => reason('resource_in_use', { ...ofSchema, details });

/** The first definition that names a schema which is not there, as the text of its path. */
const dangling = sql`(SELECT 'properties.' || key || '.objectType' FROM json_each(w.properties)
  WHERE (value ->> 'objectType') IS NOT NULL AND (value ->> 'objectType') <> w.name
    AND (value ->> 'objectType') NOT IN (SELECT related_object FROM metadata_schemas) LIMIT 1)`;

/** Aborts the batch if the schema must not be written so. */
export const refuseSchema = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['name', 'properties', 'ifMatch'])}
    ${refuseFirst(
      [
        stale,
        [sql`old.seq IS NULL AND w.properties IS NULL`, notFound],
        [
          sql`${dangling} IS NOT NULL`,
          reason('invalid_payload', {
            errors: [{ path: dangling, message: 'names no schema; make that one first' }],
          }),
        ],
      ],
      ofWrite,
    )}`,
);

const merged = mergedJson(sql`coalesce(old.properties, '{}')`, sql`coalesce(w.properties, '{}')`);

/** Merges the definitions into the schema, which is made where it is missing; one that is left as it was costs no row written. */
export const upsertSchema = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['name', 'newId', 'properties', 'allowDefinedOnly', 'at'])},
    next AS MATERIALIZED (SELECT w.*, ${merged} AS merged, coalesce(w.allowDefinedOnly, old.allow_defined_only, 0) AS only_defined ${ofWrite})
    INSERT INTO metadata_schemas (id, related_object, properties, allow_defined_only, created_at)
    SELECT newId, name,
      (SELECT json_group_object(key, json(value)) FROM json_each(next.merged) WHERE type <> 'null'), only_defined, at
    FROM next WHERE true
    ON CONFLICT (related_object) DO UPDATE SET properties = excluded.properties,
      allow_defined_only = excluded.allow_defined_only, version = metadata_schemas.version + 1, updated_at = excluded.created_at
    WHERE metadata_schemas.properties IS NOT excluded.properties
      OR metadata_schemas.allow_defined_only IS NOT excluded.allow_defined_only`,
);

/** Aborts the batch if the schema cannot be deleted: it is not there, stale, a resource's own, or named by another. */
export const refuseDeletion = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['name', 'standard', 'ifMatch'])}
    ${refuseFirst(
      [
        [sql`old.seq IS NULL`, notFound],
        stale,
        [sql`w.standard`, inUse('The schema of a resource stays; remove its definitions instead.')],
        [
          sql`EXISTS (SELECT 1 FROM metadata_schemas AS user, json_each(user.properties)
            WHERE user.seq <> old.seq AND value ->> 'objectType' = w.name)`,
          inUse('Another schema names it as an objectType.'),
        ],
      ],
      ofWrite,
    )}`,
);

export const deleteSchema = compile<{ name: string }>(
  sql`DELETE FROM metadata_schemas WHERE related_object = ${NAME}`,
);
