import { type SQL, sql } from 'drizzle-orm';
import { MAX_USAGE_BYTES, MAX_USAGE_ROWS } from '../../shared/limits.ts';
import { compile } from '../database.ts';

const latest = (table: string, column: SQL): SQL =>
  sql`SELECT ${column} AS metadata FROM ${sql.raw(table)} ORDER BY seq DESC LIMIT ${sql.raw(String(MAX_USAGE_ROWS))}`;

const short = (rows: SQL): SQL =>
  sql`SELECT DISTINCT metadata FROM (${rows}) WHERE octet_length(metadata) BETWEEN 3 AND ${sql.raw(String(MAX_USAGE_BYTES))}`;

const ofTable = (table: string) =>
  compile<Record<never, never>, { metadata: string }>(short(latest(table, sql`metadata`)));

const ofItems = sql`SELECT value -> '$.metadata' AS metadata
  FROM (${latest('orders', sql`iif(octet_length(items) <= ${sql.raw(String(MAX_USAGE_BYTES))}, items, '[]')`)}) AS recent,
    json_each(recent.metadata)`;

/** The metadata of the latest rows of each resource that stores some. */
export const recent = {
  order: ofTable('orders'),
  order_item: compile<Record<never, never>, { metadata: string }>(short(ofItems)),
  customer: ofTable('customers'),
  product: ofTable('products'),
  sku: ofTable('skus'),
  voucher: ofTable('vouchers'),
  redemption: ofTable('redemptions'),
};
