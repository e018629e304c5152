import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { jsonRows, mergedJson } from '../sql/json-columns.ts';
import { customers } from '../tables.ts';

export type CustomerRow = typeof customers.$inferSelect;

const selected = sql.join(
  Object.entries(getTableColumns(customers)).map(
    ([name, column]) => sql`${column} AS ${sql.identifier(name)}`,
  ),
  sql`, `,
);

/** The customer by id, else by source_id. */
export const customerById = compile<{ id: string }, CustomerRow>(
  sql`SELECT ${selected} FROM ${customers} WHERE seq = coalesce(
    (SELECT seq FROM customers WHERE id = ${sql.placeholder('id')}),
    (SELECT seq FROM customers WHERE source_id = ${sql.placeholder('id')}))`,
);

/** A person that an order names, as the SQL below reads it from JSON: null is "not given". */
export interface PersonWrite {
  id: string | null;
  sourceId: string | null;
  newId: string;
  /** Where neither id nor source_id is given: the order whose present customer or referrer is meant. */
  role: 'customer' | 'referrer';
  orderId: string | null;
  orderSourceId: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  description: string | null;
  birthday: string | null;
  birthdate: string | null;
  /** Merged by top-level key. */
  address: Record<string, unknown> | null;
  metadata: Record<string, unknown> | null;
  at: number;
}

const fields: readonly (keyof PersonWrite)[] = [
  'id',
  'sourceId',
  'newId',
  'role',
  'orderId',
  'orderSourceId',
  'name',
  'email',
  'phone',
  'description',
  'birthday',
  'birthdate',
  'address',
  'metadata',
  'at',
];

const scalars = ['source_id', 'name', 'email', 'phone', 'description', 'birthday', 'birthdate'];
const merged = (column: string): SQL =>
  sql`CASE WHEN ${sql.raw(`excluded.${column}`)} IS NULL THEN ${sql.raw(`customers.${column}`)}
    WHEN ${sql.raw(`customers.${column}`)} IS NULL THEN ${sql.raw(`excluded.${column}`)}
    ELSE ${mergedJson(sql.raw(`customers.${column}`), sql.raw(`excluded.${column}`))} END`;

/** Each column's next value where the customer exists. */
const next: [column: SQL, value: SQL][] = [
  ...scalars.map((column): [SQL, SQL] => [
    sql.raw(column),
    sql.raw(`coalesce(excluded.${column}, customers.${column})`),
  ]),
  [sql.raw('address'), merged('address')],
  [sql.raw('metadata'), merged('metadata')],
];

/** Makes the people who are new and updates those who differ; an unchanged one costs no row written. */
export const upsertPeople = compile<{ people: string }>(
  sql`${jsonRows('people', fields)}
    INSERT INTO customers (id, source_id, name, email, phone, description, birthday, birthdate, address, metadata, created_at)
    SELECT coalesce(w.id, (SELECT id FROM customers WHERE source_id = w.sourceId),
        CASE WHEN w.sourceId IS NULL THEN (
          SELECT CASE w.role WHEN 'customer' THEN customer_id ELSE referrer_id END FROM orders WHERE seq = coalesce(
            (SELECT seq FROM orders WHERE id = w.orderId), (SELECT seq FROM orders WHERE source_id = w.orderSourceId)))
        END, w.newId),
      w.sourceId, w.name, w.email, w.phone, w.description, w.birthday, w.birthdate, w.address, w.metadata, w.at
    FROM w WHERE true
    ON CONFLICT (id) DO UPDATE SET
      ${sql.join(
        next.map(([column, value]) => sql`${column} = ${value}`),
        sql`, `,
      )}, version = customers.version + 1, updated_at = excluded.created_at
    WHERE ${sql.join(
      next.map(([column, value]) => sql`customers.${column} IS NOT ${value}`),
      sql` OR `,
    )}`,
);
