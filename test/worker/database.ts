import { env } from 'cloudflare:workers';

/** One value read from the database itself. */
export const stored = <Value>(sql: string, ...values: unknown[]): Promise<Value | null> =>
  env.DB.prepare(`SELECT (${sql}) AS value`)
    .bind(...values)
    .first<Value>('value');

/** A statement run past the API: for what would take thousands of requests. */
export const run = (sql: string) => env.DB.prepare(sql).run();

/** A recursive CTE `n(i)` that counts. */
export const counting = (from: number, to: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;
