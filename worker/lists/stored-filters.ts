import { type SQL, sql } from 'drizzle-orm';
import type { Condition, Filters, Operator } from '../../shared/filters.ts';
import { operatorsOf } from '../../shared/filters.ts';
import {
  chosenPath,
  columnCondition,
  type FilterColumn,
  metadataCondition,
  metadataPaths,
  numbersOf,
  type Operands,
  textsOf,
} from './filters.ts';

/*
 * Expressions that are kept in rows, and decided by one statement whose text knows none of them: as many as there are
 * cost one round trip. What an operator means is in filters.ts, for these as for lists.
 */

/** A condition as it is kept, with what cannot be worked out of it in SQL. */
interface StoredCondition extends Condition {
  texts?: string[];
  numbers?: number[];
  own?: string;
  nested?: string;
}

function toStored(condition: Condition): StoredCondition {
  const { field, values } = condition;
  if (!field.startsWith('metadata.')) return condition;
  const paths = metadataPaths(field.slice('metadata.'.length));
  return { ...condition, texts: textsOf(values), numbers: numbersOf(values), ...paths };
}

/** An expression as JSON to be kept: alternatives, each a list of conditions of which all must hold. */
export function storeFilters({ junction, conditions }: Filters): string {
  const stored = conditions.map(toStored);
  const byField = Map.groupBy(stored, ({ field }) => field);
  return JSON.stringify(junction === 'or' ? [...byField.values()] : [stored]);
}

/** The expression that was kept. */
export function readStored(text: string): Filters {
  const alternatives: StoredCondition[][] = JSON.parse(text);
  const conditions = alternatives.flat().map(({ field, operator, values }) => ({ field, operator, values }));
  return { junction: alternatives.length > 1 ? 'or' : 'and', conditions };
}

/** What stands in a condition's row `c`, beside its field and operator. */
const operands: Operands = {
  values: sql`c.operands`,
  texts: sql`c.texts`,
  numbers: sql`c.numbers`,
  earliest: sql`(SELECT min(value) FROM json_each(c.operands))`,
  latest: sql`(SELECT max(value) FROM json_each(c.operands))`,
};

const byOperator = (operators: readonly Operator[], test: (operator: Operator) => SQL): SQL =>
  sql`CASE c.operator ${sql.join(
    operators.map((operator) => sql`WHEN ${sql.raw(`'${operator}'`)} THEN ${test(operator)}`),
    sql` `,
  )} END`;

/** What a condition's `field` holds in the row that is asked about. */
const heldBy = (columns: Record<string, FilterColumn>): SQL =>
  sql`CASE value ->> 'field' ${sql.join(
    Object.entries(columns).map(([name, { column }]) => sql`WHEN ${sql.raw(`'${name}'`)} THEN ${column}`),
    sql` `,
  )} END`;

/**
 * Whether a row satisfies a kept expression, as SQL.
 * @param stored the column that keeps it
 * @param columns the fields that it may name, and the row's metadata
 * @param today the beginning of the day, in milliseconds
 */
export function matchesStored(
  stored: SQL,
  columns: Record<string, FilterColumn>,
  { metadata, today }: { metadata: SQL; today: SQL },
): SQL {
  const ofColumns = [...new Set([...operatorsOf.text, ...operatorsOf.number, ...operatorsOf.time])];
  const place = { metadata, path: chosenPath(metadata, sql`c.own`, sql`c.nested`) };
  const holds = sql`CASE WHEN c.own IS NULL
    THEN ${byOperator(ofColumns, (operator) => columnCondition(sql`c.held`, operator, operands, today))}
    ELSE ${byOperator(operatorsOf.metadata, (operator) => metadataCondition(place, operator, operands, today))} END`;
  // The LIMIT keeps SQLite from working out a field anew for every reference to it.
  return sql`EXISTS (SELECT 1 FROM json_each(${stored}) AS alternative WHERE NOT EXISTS (
    SELECT 1 FROM (SELECT value ->> 'operator' AS operator, value -> 'values' AS operands, value -> 'texts' AS texts,
        value -> 'numbers' AS numbers, value ->> 'own' AS own, value ->> 'nested' AS nested, ${heldBy(columns)} AS held
      FROM json_each(alternative.value) LIMIT -1) AS c
    WHERE NOT ifnull(${holds}, 0)))`;
}
