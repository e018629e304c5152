import { is, SQL, sql } from 'drizzle-orm';
import type { ErrorDetail } from '../../shared/errors.ts';
import { MAX_REPORTED_ERRORS } from '../../shared/limits.ts';

/*
 * A write refuses inside its own round trip: it inserts its reason into the view `refusals`, whose trigger raises that
 * reason as the error, and the batch is undone. http/errors.ts reads the reasons back.
 */

/** What a reason may carry beside its key. */
interface ReasonFields {
  /** Of the refused entry, in the caller's list; absent where the batch is refused as a whole. */
  index: number;
  /** The resource that the reason is about; an `id` of '' where the write does not name it. */
  type: string;
  id: string;
  /** One sentence for the developer who reads the reply. */
  details: string;
  errors: readonly ErrorDetail[];
  /** Of a trigger, which names one field and says in `details` what is wrong with it. */
  path: string;
}

/** Every reason a write can be refused with, and the fields it carries; `index` goes with any of them. */
export const refusals = {
  /** A resource that the write names does not exist. */
  not_found: ['type', 'id'],
  /** An identifier in the write belongs to another resource. */
  duplicate_found: ['type', 'id', 'details'],
  /** `If-Match` names a version that is no longer current. */
  precondition_failed: ['type', 'id', 'details'],
  /** The resource cannot be deleted because others need it. */
  resource_in_use: ['type', 'id', 'details'],
  /** A value depends on stored data that does not allow it. */
  invalid_payload: ['errors'],
  /** The idempotency key has been used: the caller replays the reply that is stored for it. */
  idempotency_key_used: [],
  /** The catalogue is no longer as it was read: the caller prices the orders again. */
  catalogue_changed: [],
  /** Vouchers took something off lines that the write replaces: the caller writes again and keeps it. */
  discounts_in_effect: [],
  /** A voucher, order or redemption is no longer as it was read: the caller reads it again. */
  redemption_outdated: [],
  /** The validation rules might now be decided otherwise: the caller decides them again. */
  validation_rules_outdated: [],
  /** People of a list, named in different ways, are one customer: the caller writes fewer entries at once. */
  people_meet: [],
  /** The rows of an import have been applied by another consumer. */
  chunk_applied: [],
} as const satisfies Record<string, readonly (keyof ReasonFields)[]>;

export type RefusalKey = keyof typeof refusals;

type FieldOf<Key extends RefusalKey> = (typeof refusals)[Key][number];

/** A reason as the database raises it. */
export type RefusalReason<Key extends RefusalKey = RefusalKey> = {
  [K in Key]: { key: K } & Pick<ReasonFields, FieldOf<K>> & Partial<Omit<ReasonFields, FieldOf<K>>>;
}[Key];

/** A value given as it is, or as an expression that yields it; of a list or object, as JSON. */
type Expressed<Value> = SQL | Value | { readonly [Name in keyof Value]: Expressed<Value[Name]> };

type ReasonValues<Key extends RefusalKey> = {
  [Name in FieldOf<Key>]: Expressed<ReasonFields[Name]>;
} & { index?: SQL };

/** A value as an SQL expression; a list or object as JSON. */
export function toExpression(value: unknown): SQL {
  if (is(value, SQL)) return value;
  if (typeof value === 'string') return sql.raw(`'${value.replaceAll("'", "''")}'`);
  if (Array.isArray(value)) return sql`json_array(${sql.join(value.map(toExpression), sql`, `)})`;
  const fields = Object.entries(value as object).map(
    ([name, field]) => sql`${toExpression(name)}, ${toExpression(field)}`,
  );
  return sql`json_object(${sql.join(fields, sql`, `)})`;
}

/** A reason as an SQL expression. Its type tells it apart from any other SQL, so that only such are refused with. */
export const reason = <Key extends RefusalKey>(key: Key, values: ReasonValues<Key>): SQL<RefusalReason> =>
  toExpression({ key, ...values }) as SQL<RefusalReason>;

/** A reason and the condition it holds on; null lets the write pass without looking at further cases. */
export type RefusalCase = readonly [when: SQL, reason: SQL<RefusalReason> | null];

const firstOf = (cases: readonly RefusalCase[]): SQL =>
  sql`CASE ${sql.join(
    cases.map(([when, then]) => sql`WHEN ${when} THEN ${then ?? sql.raw('NULL')}`),
    sql` `,
  )} END`;

/**
 * A statement that aborts its batch if `from` selects anything.
 * @param from what follows the select list: `FROM … WHERE …`
 */
export const refuse = (because: SQL<RefusalReason>, from: SQL): SQL =>
  sql`INSERT INTO refusals (reason) SELECT ${because} ${from}`;

/** A statement that aborts its batch with the first case that holds for a row of `from`. */
export const refuseFirst = (cases: readonly RefusalCase[], from: SQL): SQL =>
  sql`INSERT INTO refusals (reason) SELECT reason FROM (SELECT ${firstOf(cases)} AS reason ${from})
    WHERE reason IS NOT NULL`;

/** A statement that aborts its batch with a list: for each row of `from` the first case that holds for it. */
export const refuseEach = (cases: readonly RefusalCase[], from: SQL): SQL =>
  sql`INSERT INTO refusals (reason) SELECT json_group_array(json(reason)) FROM (
      SELECT reason FROM (SELECT ${firstOf(cases)} AS reason ${from})
      WHERE reason IS NOT NULL LIMIT ${sql.raw(String(MAX_REPORTED_ERRORS))})
    HAVING count(*) > 0`;
