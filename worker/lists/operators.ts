import { type SQL, sql } from 'drizzle-orm';
import { DAY } from '../../shared/durations.ts';
import type { Condition, OperatorOf } from '../../shared/filters.ts';
import { numberOf } from './engine/metadata-values.ts';

/*
 * Every operator as SQL. Null or missing matches only the negative operators and $is_unknown. $is and $in are
 * exact, the text operators ignore ASCII case: SQLite's lower() knows no other. LIKE is of no use here: D1 refuses
 * patterns over 50 bytes.
 */

/** What a condition compares with, as it stands in SQL. */
export interface Operands {
  /** All of its values, a JSON array; and those that a text, or a number, of metadata may equal. */
  values: SQL;
  texts: SQL;
  numbers: SQL;
  /** Of moments. */
  earliest: SQL;
  latest: SQL;
  /** The beginning of the day, UTC, in milliseconds. */
  today: SQL;
}

/** The values as a text of metadata may equal them. */
export const textsOf = (values: Condition['values']): string[] => values.map(String);

/** The values that may equal a number of metadata. */
export const numbersOf = (values: Condition['values']): number[] =>
  values.flatMap((value) => numberOf(value) ?? []);

/** Values bound as parameters. */
export const boundOperands = (values: Condition['values'], today: SQL): Operands => ({
  values: sql`${JSON.stringify(values)}`,
  texts: sql`${JSON.stringify(textsOf(values))}`,
  numbers: sql`${JSON.stringify(numbersOf(values))}`,
  earliest: sql`${Math.min(...values.map(Number))}`,
  latest: sql`${Math.max(...values.map(Number))}`,
  today,
});

/** One operator on a value. */
export type Test = (value: SQL, operands: Operands) => SQL;

export const each = (json: SQL): SQL => sql`(SELECT value FROM json_each(${json}))`;
export const anyOf = ({ values }: Operands, test: (operand: SQL) => SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM json_each(${values}) AS v WHERE ${test(sql`v.value`)})`;

const withAny =
  (test: (value: SQL, operand: SQL) => SQL): Test =>
  (value, operands) =>
    anyOf(operands, (operand) => test(value, operand));

const equals: Test = (value, { values }) => sql`${value} IN ${each(values)}`;
export const contains = withAny((value, text) => sql`instr(lower(${value}), lower(${text})) > 0`);
export const startsWith = withAny((value, text) => sql`instr(lower(${value}), lower(${text})) = 1`);
export const endsWith = withAny(
  (value, text) =>
    sql`substr(CAST(lower(${value}) AS BLOB), -octet_length(${text})) = CAST(lower(${text}) AS BLOB)`,
);
export const moreThan = withAny((value, number) => sql`${value} > ${number}`);
export const lessThan = withAny((value, number) => sql`${value} < ${number}`);
export const moreThanEqual = withAny((value, number) => sql`${value} >= ${number}`);
export const lessThanEqual = withAny((value, number) => sql`${value} <= ${number}`);

// The loosest of alternatives is the only one that matters, and a bare comparison can use an index.
export const after: Test = (value, { earliest }) => sql`${value} > ${earliest}`;
export const before: Test = (value, { latest }) => sql`${value} < ${latest}`;

/** Compares with days counted from today: `startOf` a number of days ago. */
const byDays =
  (test: (value: SQL, days: SQL, startOf: (daysAgo: SQL) => SQL) => SQL): Test =>
  (value, operands) => {
    const startOf = (daysAgo: SQL) => sql`(${operands.today} - ${daysAgo} * ${sql.raw(String(DAY))})`;
    return anyOf(operands, (days) => test(value, days, startOf));
  };
const within = (value: SQL, from: SQL, to: SQL): SQL => sql`${value} >= ${from} AND ${value} < ${to}`;

export const isDaysAgo = byDays((value, days, startOf) =>
  within(value, startOf(days), startOf(sql`(${days} - 1)`)),
);
export const moreThanAgo = byDays((value, days, startOf) => sql`${value} < ${startOf(days)}`);
export const lessThanAgo = byDays((value, days, startOf) =>
  within(value, startOf(sql`(${days} - 1)`), startOf(sql`-1`)),
);
export const isDaysInFuture = byDays((value, days, startOf) =>
  within(value, startOf(sql`(-${days})`), startOf(sql`(-${days} - 1)`)),
);
export const moreThanFuture = byDays(
  (value, days, startOf) => sql`${value} >= ${startOf(sql`(-${days} - 1)`)}`,
);
export const lessThanFuture = byDays((value, days, startOf) =>
  within(value, startOf(sql`0`), startOf(sql`(-${days})`)),
);

/** `$has_value` and `$is_unknown` are opposites, and so are their values true and false. */
export const presence = (isKnown: SQL, wanted: 0 | 1, { values }: Operands): SQL =>
  sql`(${isKnown} = ${sql.raw(String(wanted))}) IN ${each(values)}`;

const isKnown =
  (wanted: 0 | 1): Test =>
  (value, operands) =>
    presence(sql`(${value} IS NOT NULL)`, wanted, operands);
const some =
  (test: Test): Test =>
  (value, operands) =>
    sql`(${test(value, operands)})`;
const none =
  (test: Test): Test =>
  (value, operands) =>
    sql`(${value} IS NULL OR NOT (${test(value, operands)}))`;

/** Every operator on a value that is not metadata. */
export const columnTests: Record<OperatorOf<'text' | 'number' | 'time'>, Test> = {
  $has_value: isKnown(1),
  $is_unknown: isKnown(0),
  $is: some(equals),
  $in: some(equals),
  $is_not: none(equals),
  $not_in: none(equals),
  $contains: some(contains),
  $not_contain: none(contains),
  $starts_with: some(startsWith),
  $ends_with: some(endsWith),
  $more_than: some(moreThan),
  $less_than: some(lessThan),
  $more_than_equal: some(moreThanEqual),
  $less_than_equal: some(lessThanEqual),
  $after: some(after),
  $before: some(before),
  $is_days_ago: some(isDaysAgo),
  $more_than_ago: some(moreThanAgo),
  $less_than_ago: some(lessThanAgo),
  $is_days_in_future: some(isDaysInFuture),
  $more_than_future: some(moreThanFuture),
  $less_than_future: some(lessThanFuture),
};
