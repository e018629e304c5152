import { type SQL, sql } from 'drizzle-orm';
import { compile, type Statement } from '../../database.ts';
import { jsonRows } from '../../sql/json-columns.ts';
import { type RefusalCase, reason } from '../../sql/refusals.ts';
import { selectWritten } from '../../sql/upsert.ts';
import { matchedSeq, matchFields, refuseMismatch, writtenFields } from '../../sql/write-match.ts';
import { columnsByName, type OrderField, type OrderWrite } from './columns-store.ts';
import { withKeptDiscounts } from './kept-discounts-store.ts';
import { type OrderRow, orderColumns, selected } from './store.ts';

const rows = (fields: readonly (keyof OrderWrite)[]): SQL => jsonRows('writes', fields);

const target = matchedSeq('orders');

const refusedPerson = (role: 'customer' | 'referrer'): readonly RefusalCase[] => {
  const id = sql.raw(`w.${role}Id`);
  const sourceId = sql.raw(`w.${role}SourceId`);
  const isMade = sql.raw(`w.${role}IsMade`);
  const index = sql`w.place`;
  return [
    [
      sql`${id} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM customers WHERE id = ${id})
        AND (${isMade} IS NULL OR EXISTS (SELECT 1 FROM removed_customers WHERE id = ${id}))`,
      reason('not_found', { type: 'customer', id, index }),
    ],
    [
      sql`${id} IS NOT NULL AND EXISTS (SELECT 1 FROM customers
        WHERE source_id = ${sourceId} AND id <> ${id} OR id = ${id} AND source_id <> ${sourceId})`,
      reason('duplicate_found', {
        type: 'customer',
        id: sourceId,
        details: `${role}.id and ${role}.source_id name two customers.`,
        index,
      }),
    ],
  ];
};

/** Aborts the batch if any of the writes must be refused. */
export const refuseWrites = compile<{ writes: string }>(
  refuseMismatch('orders', 'order', {
    cases: [...refusedPerson('customer'), ...refusedPerson('referrer')],
    reads: [
      ...['customerId', 'customerSourceId', 'customerIsMade'],
      ...['referrerId', 'referrerSourceId', 'referrerIsMade'],
    ],
  }),
);

/**
 * Options of the statements that write orders. `returnsRows`: they return the orders that they have written.
 * `keepsDiscounts`: new lines keep what vouchers have taken off the present ones; without it
 * `refuseDroppedDiscounts` must run before.
 */
export interface WriteManner {
  returnsRows: boolean;
  keepsDiscounts: boolean;
}

function compileUpdate(fields: readonly OrderField[], { returnsRows, keepsDiscounts }: WriteManner) {
  const columns = columnsByName.filter(([, { field }]) => fields.includes(field));
  const names = columns.map(([name]) => sql.identifier(name));
  const values = columns.map(([name, { next }]) => {
    const value = (keepsDiscounts && withKeptDiscounts[name]) || next;
    return sql`${value} AS ${sql.identifier(name)}`;
  });
  const reads = columns.flatMap(([, column]) => column.reads);
  return compile<{ writes: string }, OrderRow>(sql`${rows([...matchFields, 'at', 'by', ...reads])}
    UPDATE orders SET
      ${sql.join(
        names.map((name) => sql`${name} = next.${name}`),
        sql`, `,
      )},
      version = version + 1, updated_at = next.at, changed_by = next.by
    FROM (SELECT old.seq AS seq, w.at AS at, w.by AS by, ${sql.join(values, sql`, `)}
      FROM w JOIN orders AS old ON old.seq = ${target}) AS next
    WHERE orders.seq = next.seq
      AND (${sql.join(
        names.map((name) => sql`orders.${name} IS NOT next.${name}`),
        sql` OR `,
      )}) ${returnsRows ? sql`RETURNING ${selected}` : sql``}`);
}

const updates = new Map<string, ReturnType<typeof compileUpdate>>();

/**
 * Applies the given fields to the orders that exist, in one statement that touches a row only when something
 * differs. Only columns of `fields` are set, since setting an indexed column rewrites its index entry.
 */
export function updateOrders(
  writes: string,
  fields: readonly OrderField[],
  manner: WriteManner,
): Statement<OrderRow> {
  const name = `${fields.join()} ${manner.returnsRows} ${manner.keepsDiscounts}`;
  const update = updates.get(name) ?? compileUpdate(fields, manner);
  updates.set(name, update);
  return update({ writes });
}

const columnFields = columnsByName.flatMap(([, { reads }]) => reads);
const insertion = sql`${rows([...writtenFields, 'at', 'by', ...columnFields])}
  INSERT INTO orders (id, changed_by, logged_at, logged_by, logged_status,
    ${sql.join(
      columnsByName.map(([name]) => sql.identifier(name)),
      sql`, `,
    )})
  SELECT w.newId, w.by, w.at, w.by, coalesce(w.status, 'CREATED'),
    ${sql.join(
      columnsByName.map(([, { initial }]) => initial),
      sql`, `,
    )}
  FROM w WHERE ${target} IS NULL`;

const insertReturning = compile<{ writes: string }, OrderRow>(sql`${insertion} RETURNING ${selected}`);
/** Reading a long list back costs as much as writing it. */
const insertOnly = compile<{ writes: string }>(insertion);

/** Inserts the writes whose order does not exist. */
export const insertOrders = (writes: string, { returnsRows }: WriteManner): Statement<OrderRow> =>
  returnsRows ? insertReturning({ writes }) : insertOnly({ writes });

/** The orders that the writes name, in the state after them. */
export const writtenOrders = compile<{ writes: string }, OrderRow>(selectWritten('orders', selected));

/** The state of the one written order as a JSON array: what an idempotency record keeps. */
export const writtenOrderSnapshot: SQL = selectWritten('orders', orderColumns.snapshot);
