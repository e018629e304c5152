import { type SQL, sql } from 'drizzle-orm';

/*
 * SQL over JSON text columns. Paths are quoted with json_quote, so a key may hold anything, quotes and dots
 * included. json_patch is of no use here: it drops nulls and merges deeply.
 */

/**
 * A CTE `w` over the array of objects bound as `parameter` (see bindRows): `key` is the row's place, and each name one of
 * its values, NULL where it is missing. Numbers stay integers, as bound ones do not. Materialized twice: json_each
 * writes `value` anew for every reference to it, and each of its values is taken once.
 */
export function jsonRows(parameter: string, names: readonly string[]): SQL {
  const fields = [...new Set(names)].map((name) => sql.raw(`value ->> '${name}' AS ${name}`));
  return sql`WITH raw AS MATERIALIZED (SELECT key, value FROM json_each(${sql.placeholder(parameter)})),
    w AS MATERIALIZED (SELECT ${sql.join([sql.raw('key'), ...fields], sql`, `)} FROM raw)`;
}

/** Rows as the parameter of `jsonRows`, without the nulls of their fields. */
export const bindRows = (rows: readonly object[]): string =>
  JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
  );

const at = (json: SQL): SQL => sql`(${json} -> ('$.' || json_quote(key)))`;

/** The top-level keys of `patch` that `old` lacks, with their values. */
export const newKeys = (old: SQL, patch: SQL): SQL =>
  sql`(SELECT json_group_object(key, json(${at(patch)})) FROM json_each(${patch}) WHERE ${at(old)} IS NULL)`;

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
