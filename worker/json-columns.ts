import { type SQL, sql } from 'drizzle-orm';

/*
 * SQL over JSON text columns. Paths are quoted with json_quote, so a key may hold anything, quotes and dots
 * included. json_patch is of no use here: it drops nulls and merges deeply.
 */

/**
 * A CTE `w` over the array of objects bound as `parameter`: `key` is the row's place, and each name one of its
 * scalars. Materialized, so that each is taken from the JSON once. Numbers stay integers, as bound ones do not.
 */
export function jsonRows(parameter: string, names: readonly string[]): SQL {
  const fields = [...new Set(names)].map((name) => sql.raw(`value ->> '${name}' AS ${name}`));
  return sql`WITH w AS MATERIALIZED (SELECT ${sql.join([sql.raw('key'), ...fields], sql`, `)}
    FROM json_each(${sql.placeholder(parameter)}))`;
}

const at = (json: SQL): SQL => sql`(${json} -> ('$.' || json_quote(key)))`;

/** Whether merging `patch` into `old` by top-level key would change `old`. */
const patchDiffers = (old: SQL, patch: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM json_each(${patch}) WHERE ${at(old)} IS NOT ${at(patch)})`;

/**
 * `old` with the top-level keys of `patch` set, nulls kept; the very text of `old` where nothing differs
 * or `patch` is NULL. `old` must not be NULL.
 */
export const mergedJson = (old: SQL, patch: SQL): SQL => sql`CASE WHEN ${patchDiffers(old, patch)} THEN (
  SELECT json_group_object(key, json(merged)) FROM (
    SELECT key, coalesce(${at(patch)}, ${at(old)}) AS merged FROM json_each(${old})
    UNION ALL SELECT key, ${at(patch)} FROM json_each(${patch}) WHERE ${at(old)} IS NULL
  )
) ELSE ${old} END`;
