import { type SQL, sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { personOfOrder } from '../sql/people.ts';
import { reason, refuseEach, toExpression } from '../sql/refusals.ts';
import { seqById, seqOf } from '../sql/seq-of.ts';

/** Which stored resource metadata is merged into, if that is there: one of no match is a new one. */
export interface MergeTarget {
  owner: 'orders' | 'customers' | 'products' | 'skus' | 'vouchers';
  matchId: string | null;
  matchSourceId: string | null;
  /** Of a customer named by neither: the order whose present customer or referrer is meant. */
  role?: 'customer' | 'referrer';
  orderId?: string | null;
  orderSourceId?: string | null;
}

/** Required keys that a write does not carry. */
export interface MissingKeys extends MergeTarget {
  /** The entry's place in the caller's list, which a refusal names. */
  place: number;
  /** Where the metadata stands in the request, as in `customer.metadata`. */
  path: string;
  keys: string[];
  /** Whether the request carries any metadata: without it, what is stored is left as it is. */
  isGiven: boolean;
}

const matched = (table: string): SQL =>
  sql`SELECT coalesce(metadata, '{}') FROM ${sql.raw(table)} WHERE seq = ${seqOf(table, sql`w.matchId`, sql`w.matchSourceId`)}`;

/** The stored metadata, NULL where the resource is new. */
const stored = sql`CASE w.owner WHEN 'orders' THEN (${matched('orders')}) WHEN 'products' THEN (${matched('products')})
  WHEN 'skus' THEN (${matched('skus')})
  WHEN 'vouchers' THEN (SELECT metadata FROM vouchers WHERE seq = coalesce(${seqById('vouchers', sql`w.matchId`)},
    (SELECT seq FROM vouchers WHERE code = w.matchId))) ELSE coalesce((${matched('customers')}),
    iif(w.matchId IS NULL AND w.matchSourceId IS NULL, (${personOfOrder(sql`coalesce(customers.metadata, '{}')`)}), NULL)) END`;

/** The keys that would be missing, up to 100 of them. */
const missed = sql`SELECT found.*, k.value AS missed FROM found, json_each(found.keys) AS k
  WHERE found.stored IS NULL OR (found.isGiven
    AND coalesce(json_type(found.stored, '$.' || json_quote(k.value)), 'null') = 'null') LIMIT 100`;

const required = toExpression({
  path: sql`found.path || '.' || found.missed`,
  message: 'is required by the metadata schema, was not given',
});

/**
 * Aborts the batch if any of the keys bound as `missing` would still be missing after the write: in a new resource, or
 * in a stored one that is given metadata. It decides inside the batch, so that nothing needs to be read before. Its reasons
 * are of up to 100 keys, by place.
 */
export const refuseMissingKeys = compile<{ missing: string }>(
  sql`${jsonRows('missing', ['place', 'path', 'keys', 'isGiven', 'owner', 'matchId', 'matchSourceId', 'role', 'orderId', 'orderSourceId'])},
    found AS MATERIALIZED (SELECT w.*, ${stored} AS stored FROM w)
    ${refuseEach(
      [[sql`true`, reason('invalid_payload', { index: sql`place`, errors: sql`json(errors)` })]],
      sql`FROM (SELECT found.place AS place, json_group_array(${required}) AS errors
        FROM (${missed}) AS found GROUP BY found.place)`,
    )}`,
);
