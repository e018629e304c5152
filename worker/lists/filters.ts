import { type SQL, sql } from 'drizzle-orm';
import { DAY } from '../../shared/durations.ts';
import type { Condition, Filters, Operator } from '../../shared/filters.ts';

/*
 * A checked filter expression as SQL. Null or missing matches only the negative operators and $is_unknown. $is and
 * $in are exact, the text operators ignore ASCII case: SQLite's lower() knows no other. LIKE is of no use here: D1
 * refuses patterns over 50 bytes.
 */

/** How a field stands in SQL. */
export interface FilterColumn {
  /** The column, qualified, or an expression. */
  column: SQL;
  /** The indexed column that one exact value of the field pins down, and that column's value. */
  anchor?: { column: SQL; value: (value: SQL) => SQL };
  /** The sort whose index may be narrowed by a range of it. */
  rangeOf?: string;
}

/** The values of a condition as they stand in SQL. */
export interface Operands {
  /** All of them, a JSON array; and what of them a text, or a number, of metadata may be. */
  values: SQL;
  texts: SQL;
  numbers: SQL;
  /** Of moments. */
  earliest: SQL;
  latest: SQL;
}

/** What conditions are compared at: the beginning of the day, UTC, in milliseconds. */
export const startOfDay = (now: number): number => Math.floor(now / DAY) * DAY;

const NUMERIC = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** What may equal a text of metadata. */
export const textsOf = (values: Condition['values']): string[] =>
  values.filter((value) => typeof value !== 'number').map(String);

/** What may equal a number of metadata: also a text that is written as one, as a query has only text. */
export const numbersOf = (values: Condition['values']): number[] =>
  values.flatMap((value) =>
    typeof value === 'number' ? value : typeof value === 'string' && NUMERIC.test(value) ? Number(value) : [],
  );

const bound = (values: Condition['values']): Operands => ({
  values: sql`${JSON.stringify(values)}`,
  texts: sql`${JSON.stringify(textsOf(values))}`,
  numbers: sql`${JSON.stringify(numbersOf(values))}`,
  earliest: sql`${Math.min(...values.map(Number))}`,
  latest: sql`${Math.max(...values.map(Number))}`,
});

const each = (json: SQL): SQL => sql`(SELECT value FROM json_each(${json}))`;
const anyOf = ({ values }: Operands, test: (value: SQL) => SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM json_each(${values}) AS v WHERE ${test(sql`v.value`)})`;

const negatives: Partial<Record<Operator, Operator>> = {
  $is_not: '$is',
  $not_in: '$in',
  $not_contain: '$contains',
};

/** What a value must satisfy, where it is known and of the operator's type. */
function matches(column: SQL, operator: Operator, values: Operands, today: SQL): SQL {
  const startOf = (daysAgo: SQL): SQL => sql`(${today} - ${daysAgo} * ${sql.raw(String(DAY))})`;
  const within = (from: SQL, to: SQL): SQL => sql`${column} >= ${from} AND ${column} < ${to}`;
  switch (operator) {
    case '$contains':
      return anyOf(values, (value) => sql`instr(lower(${column}), lower(${value})) > 0`);
    case '$starts_with':
      return anyOf(values, (value) => sql`instr(lower(${column}), lower(${value})) = 1`);
    case '$ends_with':
      return anyOf(
        values,
        (value) =>
          sql`substr(CAST(lower(${column}) AS BLOB), -octet_length(${value})) = CAST(lower(${value}) AS BLOB)`,
      );
    case '$more_than':
      return anyOf(values, (value) => sql`${column} > ${value}`);
    case '$less_than':
      return anyOf(values, (value) => sql`${column} < ${value}`);
    case '$more_than_equal':
      return anyOf(values, (value) => sql`${column} >= ${value}`);
    case '$less_than_equal':
      return anyOf(values, (value) => sql`${column} <= ${value}`);
    // The loosest of alternatives is the only one that matters, and a bare comparison can use an index.
    case '$after':
      return sql`${column} > ${values.earliest}`;
    case '$before':
      return sql`${column} < ${values.latest}`;
    case '$is_days_ago':
      return anyOf(values, (value) => within(startOf(value), startOf(sql`(${value} - 1)`)));
    case '$more_than_ago':
      return anyOf(values, (value) => sql`${column} < ${startOf(value)}`);
    case '$less_than_ago':
      return anyOf(values, (value) => within(startOf(sql`(${value} - 1)`), startOf(sql`-1`)));
    case '$is_days_in_future':
      return anyOf(values, (value) => within(startOf(sql`(-${value})`), startOf(sql`(-${value} - 1)`)));
    case '$more_than_future':
      return anyOf(values, (value) => sql`${column} >= ${startOf(sql`(-${value} - 1)`)}`);
    case '$less_than_future':
      return anyOf(values, (value) => within(startOf(sql`0`), startOf(sql`(-${value})`)));
    default:
      return sql`${column} IN ${each(values.values)}`;
  }
}

const isPresence = (operator: Operator): boolean => operator === '$has_value' || operator === '$is_unknown';

/** `$has_value` and `$is_unknown` are opposites, and so are their values true and false. */
const presence = (isKnown: SQL, operator: Operator, { values }: Operands): SQL =>
  sql`(${isKnown} = ${sql.raw(operator === '$has_value' ? '1' : '0')}) IN ${each(values)}`;

/** One operator on a value that is not metadata. */
export function columnCondition(column: SQL, operator: Operator, values: Operands, today: SQL): SQL {
  if (isPresence(operator)) return presence(sql`(${column} IS NOT NULL)`, operator, values);
  const positive = negatives[operator];
  const match = matches(column, positive ?? operator, values, today);
  return positive ? sql`(${column} IS NULL OR NOT (${match}))` : sql`(${match})`;
}

/** An exact match of one JSON scalar `e`: the text of a number or boolean matches that as well. */
const scalarIs = ({ texts, numbers }: Operands): SQL =>
  sql`(e.type = 'text' AND e.atom IN ${each(texts)}
    OR e.type IN ('integer', 'real') AND e.atom IN ${each(numbers)} OR e.type IN ('true', 'false') AND e.type IN ${each(texts)})`;

/** A text of ISO 8601 as milliseconds; anything else is NULL. */
const MOMENT = sql`CASE WHEN e.type = 'text' AND e.atom GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
  THEN CAST(round(unixepoch(e.atom, 'subsec') * 1000) AS INTEGER) END`;
const NUMBER = sql`CASE WHEN e.type IN ('integer', 'real') THEN e.atom END`;
const TEXT = sql`CASE WHEN e.type = 'text' THEN e.atom END`;

function scalarMatches(operator: Operator, values: Operands, today: SQL): SQL {
  if (operator === '$is' || operator === '$in') return scalarIs(values);
  if (/^\$(contains|starts_with|ends_with)$/.test(operator)) return matches(TEXT, operator, values, today);
  if (/^\$(more|less)_than(_equal)?$/.test(operator)) return matches(NUMBER, operator, values, today);
  return matches(MOMENT, operator, values, today);
}

const quotePath = (keys: string[]): string => `$${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`;

/** The two places that `a.b` may mean, as paths: the key "a.b" itself, and b within a. */
export const metadataPaths = (key: string): { own: string; nested: string } => ({
  own: quotePath([key]),
  nested: quotePath(key.split('.')),
});

/** The place that it means: the key itself where there is one. */
export const chosenPath = (metadata: SQL, own: SQL, nested: SQL): SQL =>
  sql`iif(json_type(${metadata}, ${own}) IS NULL, ${nested}, ${own})`;

/**
 * The place of a key of metadata.
 * @param bind how a text becomes SQL, if not as a parameter
 */
export function metadataPath(
  metadata: SQL,
  key: string,
  bind: (text: string) => SQL = (text) => sql`${text}`,
): SQL {
  const { own, nested } = metadataPaths(key);
  return key.includes('.') ? chosenPath(metadata, bind(own), bind(nested)) : bind(own);
}

const comparisons: Partial<Record<Operator, SQL>> = {
  $count: sql`=`,
  $count_less: sql`<`,
  $count_more: sql`>`,
};

/** One operator on what is at a path of metadata. A list matches where one of its elements does; an object never does. */
export function metadataCondition(
  { metadata, path }: { metadata: SQL; path: SQL },
  operator: Operator,
  values: Operands,
  today: SQL,
): SQL {
  if (isPresence(operator)) {
    return presence(sql`(coalesce(json_type(${metadata}, ${path}), 'null') <> 'null')`, operator, values);
  }
  const comparison = comparisons[operator];
  if (comparison) {
    const length = sql`iif(json_type(${metadata}, ${path}) = 'array', json_array_length(${metadata}, ${path}), NULL)`;
    return anyOf(values, (value) => sql`${length} ${comparison} ${value}`);
  }
  const positive = negatives[operator];
  const match = sql`EXISTS (SELECT 1 FROM json_each(${metadata}, ${path}) AS e
    WHERE json_type(${metadata}, ${path}) <> 'object' AND ${scalarMatches(positive ?? operator, values, today)})`;
  return positive ? sql`NOT ${match}` : match;
}

const isExact = ({ operator, values }: Condition): boolean =>
  (operator === '$is' || operator === '$in') && values.length === 1;

/** The one condition that chooses the index to walk: the first anchored field, in the order of `columns`. */
export function findAnchor(filters: Filters, columns: Record<string, FilterColumn>): Condition | undefined {
  if (filters.junction === 'or' && filters.conditions.length > 1) return undefined;
  const anchored = Object.keys(columns).filter((name) => columns[name]?.anchor);
  return anchored.flatMap((name) =>
    filters.conditions.filter((condition) => condition.field === name && isExact(condition)),
  )[0];
}

/**
 * The expression as one SQL condition, or undefined where it asks nothing: the operators of a field must all hold, the
 * fields are joined by the junction. Only the anchor, and ranges of the field
 * that is sorted by, may choose an index; a unary plus keeps every other column from it, because the walk in the
 * order of the list ends at the page's end and any other plan reads all matches before it sorts.
 * @param metadata the resource's metadata column
 */
export function compileFilters(
  filters: Filters,
  columns: Record<string, FilterColumn>,
  options: { metadata: SQL; now: number; sort: string },
): SQL | undefined {
  const { metadata, now, sort } = options;
  const today = sql.raw(String(startOfDay(now)));
  const anchor = findAnchor(filters, columns);
  const byField = Map.groupBy(filters.conditions, ({ field }) => field);
  const toCondition = (condition: Condition): SQL => {
    const { field, operator, values } = condition;
    const known = columns[field];
    if (!known) {
      const place = { metadata, path: metadataPath(metadata, field.slice('metadata.'.length)) };
      return metadataCondition(place, operator, bound(values), today);
    }
    if (condition === anchor && known.anchor) {
      return sql`${known.anchor.column} = ${known.anchor.value(sql`${values[0]}`)}`;
    }
    const mayNarrow = known.rangeOf === sort && filters.junction === 'and';
    const column = mayNarrow ? known.column : sql`+${known.column}`;
    return columnCondition(column, operator, bound(values), today);
  };
  const fields = [...byField.values()].map((conditions) => sql.join(conditions.map(toCondition), sql` AND `));
  if (fields.length === 0) return undefined;
  return sql`((${sql.join(fields, filters.junction === 'or' ? sql`) OR (` : sql`) AND (`)}))`;
}
