import { type SQL, sql } from 'drizzle-orm';
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

const DAY = 24 * 60 * 60 * 1000;

const asJson = (values: Condition['values']): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
const anyOf = (values: Condition['values'], test: (value: SQL) => SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(values)}) AS v WHERE ${test(sql`v.value`)})`;

const negatives: Partial<Record<Operator, Operator>> = {
  $is_not: '$is',
  $not_in: '$in',
  $not_contain: '$contains',
};

/** What a value must satisfy, where it is known and of the operator's type. */
function matches(column: SQL, operator: Operator, values: Condition['values'], now: number): SQL {
  const today = Math.floor(now / DAY) * DAY;
  const startOfDay = (daysAgo: SQL): SQL =>
    sql`(${sql.raw(String(today))} - ${daysAgo} * ${sql.raw(String(DAY))})`;
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
      return sql`${column} > ${Math.min(...values.map(Number))}`;
    case '$before':
      return sql`${column} < ${Math.max(...values.map(Number))}`;
    case '$is_days_ago':
      return anyOf(values, (value) => within(startOfDay(value), startOfDay(sql`(${value} - 1)`)));
    case '$more_than_ago':
      return anyOf(values, (value) => sql`${column} < ${startOfDay(value)}`);
    case '$less_than_ago':
      return anyOf(values, (value) => within(startOfDay(sql`(${value} - 1)`), startOfDay(sql`-1`)));
    case '$is_days_in_future':
      return anyOf(values, (value) => within(startOfDay(sql`(-${value})`), startOfDay(sql`(-${value} - 1)`)));
    case '$more_than_future':
      return anyOf(values, (value) => sql`${column} >= ${startOfDay(sql`(-${value} - 1)`)}`);
    case '$less_than_future':
      return anyOf(values, (value) => within(startOfDay(sql`0`), startOfDay(sql`(-${value})`)));
    default:
      return sql`${column} IN ${asJson(values)}`;
  }
}

const isPresence = (operator: Operator): boolean => operator === '$has_value' || operator === '$is_unknown';

/** `$has_value` and `$is_unknown` are opposites, and so are their values true and false. */
function presence(isKnown: SQL, { operator, values }: Condition): SQL {
  const wanted = new Set(values.map((value) => (operator === '$has_value') === value));
  if (wanted.size === 2) return sql`1`;
  return wanted.has(true) ? isKnown : sql`NOT ${isKnown}`;
}

function columnCondition(column: SQL, condition: Condition, now: number): SQL {
  if (isPresence(condition.operator)) return presence(sql`(${column} IS NOT NULL)`, condition);
  const positive = negatives[condition.operator];
  const match = matches(column, positive ?? condition.operator, condition.values, now);
  return positive ? sql`(${column} IS NULL OR NOT (${match}))` : sql`(${match})`;
}

const NUMERIC = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** An exact match of one JSON scalar `e`: the text of a number or boolean matches that as well, as a query has only text. */
function scalarIs(values: Condition['values']): SQL {
  const texts = values.filter((value) => typeof value !== 'number').map(String);
  const numbers = values.flatMap((value) =>
    typeof value === 'number' ? value : typeof value === 'string' && NUMERIC.test(value) ? Number(value) : [],
  );
  return sql`(e.type = 'text' AND e.atom IN ${asJson(texts)}
    OR e.type IN ('integer', 'real') AND e.atom IN ${asJson(numbers)} OR e.type IN ('true', 'false') AND e.type IN ${asJson(texts)})`;
}

/** A text of ISO 8601 as milliseconds; anything else is NULL. */
const MOMENT = sql`CASE WHEN e.type = 'text' AND e.atom GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
  THEN CAST(round(unixepoch(e.atom, 'subsec') * 1000) AS INTEGER) END`;
const NUMBER = sql`CASE WHEN e.type IN ('integer', 'real') THEN e.atom END`;
const TEXT = sql`CASE WHEN e.type = 'text' THEN e.atom END`;

function scalarMatches(operator: Operator, values: Condition['values'], now: number): SQL {
  if (operator === '$is' || operator === '$in') return scalarIs(values);
  if (/^\$(contains|starts_with|ends_with)$/.test(operator)) return matches(TEXT, operator, values, now);
  if (/^\$(more|less)_than(_equal)?$/.test(operator)) return matches(NUMBER, operator, values, now);
  return matches(MOMENT, operator, values, now);
}

const quotePath = (keys: string[]): string => `$${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`;

/**
 * The place of `a.b`: the key "a.b" itself where there is one, else b within a.
 * @param bind how a text becomes SQL, if not as a parameter
 */
export function metadataPath(
  metadata: SQL,
  key: string,
  bind: (text: string) => SQL = (text) => sql`${text}`,
): SQL {
  const own = bind(quotePath([key]));
  if (!key.includes('.')) return own;
  return sql`iif(json_type(${metadata}, ${own}) IS NULL, ${bind(quotePath(key.split('.')))}, ${own})`;
}

const comparisons: Partial<Record<Operator, SQL>> = {
  $count: sql`=`,
  $count_less: sql`<`,
  $count_more: sql`>`,
};

/** A list matches where one of its elements does; an object never does. */
function metadataCondition(metadata: SQL, key: string, condition: Condition, now: number): SQL {
  const { operator, values } = condition;
  const path = metadataPath(metadata, key);
  if (isPresence(operator)) {
    return presence(sql`(coalesce(json_type(${metadata}, ${path}), 'null') <> 'null')`, condition);
  }
  const comparison = comparisons[operator];
  if (comparison) {
    const length = sql`iif(json_type(${metadata}, ${path}) = 'array', json_array_length(${metadata}, ${path}), NULL)`;
    return anyOf(values, (value) => sql`${length} ${comparison} ${value}`);
  }
  const positive = negatives[operator];
  const match = sql`EXISTS (SELECT 1 FROM json_each(${metadata}, ${path}) AS e
    WHERE json_type(${metadata}, ${path}) <> 'object' AND ${scalarMatches(positive ?? operator, values, now)})`;
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
  const anchor = findAnchor(filters, columns);
  const byField = Map.groupBy(filters.conditions, ({ field }) => field);
  const toCondition = (condition: Condition): SQL => {
    const known = columns[condition.field];
    if (!known) return metadataCondition(metadata, condition.field.slice('metadata.'.length), condition, now);
    if (condition === anchor && known.anchor) {
      return sql`${known.anchor.column} = ${known.anchor.value(sql`${condition.values[0]}`)}`;
    }
    const mayNarrow = known.rangeOf === sort && filters.junction === 'and';
    return columnCondition(mayNarrow ? known.column : sql`+${known.column}`, condition, now);
  };
  const fields = [...byField.values()].map((conditions) => sql.join(conditions.map(toCondition), sql` AND `));
  if (fields.length === 0) return undefined;
  return sql`((${sql.join(fields, filters.junction === 'or' ? sql`) OR (` : sql`) AND (`)}))`;
}
