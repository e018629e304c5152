import { type SQL, sql } from 'drizzle-orm';
import { type Condition, type Filters, toReference } from '../../shared/filters.ts';
import { chosenPath, metadataPaths } from '../sql/metadata-path.ts';
import type { AnyColumns, FilterColumns } from './filter-columns.ts';
import { metadataTests } from './metadata-operators.ts';
import { columnTests, numbersOf, type Operands, textsOf } from './operators.ts';

/*
 * Expressions that are kept in rows, and decided by one statement whose text knows none of them: as many as there are
 * cost one round trip. The operators are those of lists.
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
  const reference = toReference(field);
  if (reference.kind === 'field') return condition;
  const paths = metadataPaths(reference.key);
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

/** The operands in a condition's row `c`. */
const storedOperands: Omit<Operands, 'today'> = {
  values: sql`c.operands`,
  texts: sql`c.texts`,
  numbers: sql`c.numbers`,
  earliest: sql`(SELECT min(value) FROM json_each(c.operands))`,
  latest: sql`(SELECT max(value) FROM json_each(c.operands))`,
};

/** The case of a text, of one branch a name. */
const caseOf = (text: SQL, branches: readonly (readonly [name: string, then: SQL])[]): SQL =>
  sql`CASE ${text} ${sql.join(
    branches.map(([name, then]) => sql`WHEN ${sql.raw(`'${name}'`)} THEN ${then}`),
    sql` `,
  )} END`;

const byOperator = <Test>(tests: Record<string, Test>, toSql: (test: Test) => SQL): SQL =>
  caseOf(
    sql`c.operator`,
    Object.entries(tests).map(([operator, test]) => [operator, toSql(test)]),
  );

/** The value of a condition's `field` in the row that is asked about. */
const heldBy = (columns: AnyColumns): SQL =>
  caseOf(
    sql`value ->> 'field'`,
    Object.entries(columns).flatMap(([name, { kind, column }]) => (kind === 'field' ? [[name, column]] : [])),
  );

/**
 * A condition that holds for a row which satisfies a kept expression.
 * @param stored the column that keeps it
 * @param columns the fields that it may name
 * @param today the beginning of the day, in milliseconds
 */
export function matchesStored(stored: SQL, columns: FilterColumns<'metadata'>, today: SQL): SQL {
  const { column: metadata } = columns.metadata;
  const operands = { ...storedOperands, today };
  const place = { metadata, path: chosenPath(metadata, sql`c.own`, sql`c.nested`) };
  const holds = sql`CASE WHEN c.own IS NULL
    THEN ${byOperator(columnTests, (test) => test(sql`c.held`, operands))}
    ELSE ${byOperator(metadataTests, (test) => test(place, operands))} END`;
  // The LIMIT keeps SQLite from working out a field anew for every reference to it.
  return sql`EXISTS (SELECT 1 FROM json_each(${stored}) AS alternative WHERE NOT EXISTS (
    SELECT 1 FROM (SELECT value ->> 'operator' AS operator, value -> 'values' AS operands, value -> 'texts' AS texts,
        value -> 'numbers' AS numbers, value ->> 'own' AS own, value ->> 'nested' AS nested, ${heldBy(columns)} AS held
      FROM json_each(alternative.value) LIMIT -1) AS c
    WHERE NOT ifnull(${holds}, 0)))`;
}
