import { type SQL, sql } from 'drizzle-orm';
import { type Condition, type Filters, type Operator, toReference } from '../../shared/filters.ts';
import { startOfDay } from '../../shared/times.ts';
import { metadataPath } from '../sql/metadata-path.ts';
import type { AnyColumns, FilterColumn } from './filter-columns.ts';
import { metadataTests } from './metadata-operators.ts';
import { boundOperands, columnTests } from './operators.ts';

const isExact = ({ operator, values }: Condition): boolean =>
  (operator === '$is' || operator === '$in') && values.length === 1;

/** The column of a field; undefined of one that the resource does not have. */
export function fieldOf(columns: AnyColumns, name: string): FilterColumn | undefined {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  return column?.kind === 'field' ? column : undefined;
}

/** The one condition that chooses the index to walk: the first anchored field, in the order of `columns`. */
export function findAnchor(filters: Filters, columns: AnyColumns): Condition | undefined {
  if (filters.junction === 'or' && filters.conditions.length > 1) return undefined;
  const anchors = Object.keys(columns).filter((name) => fieldOf(columns, name)?.anchor);
  return anchors.flatMap((name) =>
    filters.conditions.filter((condition) => condition.field === name && isExact(condition)),
  )[0];
}

/** The test of an operator, where it fits the kind of field. */
function testOf<Test>(tests: Partial<Record<Operator, Test>>, { field, operator }: Condition): Test {
  const test = tests[operator];
  if (!test) throw new Error(`the operator ${operator} does not fit the field ${field}`);
  return test;
}

/**
 * The expression as one SQL condition, or undefined where it asks nothing: the operators of a field must all hold, the
 * fields are joined by the junction. Only the anchor, and ranges of the field that is sorted by, may choose an index; a
 * unary plus keeps every other column from it, because the walk in the order of the list ends at the page's end and any
 * other plan reads all matches before it sorts.
 * @throws Error where it names a field or an operator that the schema of the filters should have refused
 */
export function compileFilters(
  filters: Filters,
  columns: AnyColumns,
  { now, sort }: { now: number; sort: string },
): SQL | undefined {
  const today = sql.raw(String(startOfDay(now)));
  const anchor = findAnchor(filters, columns);
  const byField = Map.groupBy(filters.conditions, ({ field }) => field);
  const toCondition = (condition: Condition): SQL => {
    const { values } = condition;
    const reference = toReference(condition.field);
    const operands = boundOperands(values, today);
    if (reference.kind === 'metadata' && columns.metadata?.kind === 'metadata') {
      const { column: metadata } = columns.metadata;
      const place = { metadata, path: metadataPath(metadata, reference.key) };
      return testOf(metadataTests, condition)(place, operands);
    }
    const field = fieldOf(columns, condition.field);
    if (!field) throw new Error(`no column for the field ${condition.field}`);
    if (condition === anchor && field.anchor) {
      return sql`${field.anchor.column} = ${field.anchor.value(sql`${values[0]}`)}`;
    }
    const mayNarrow = field.rangeOf === sort && filters.junction === 'and';
    const column = mayNarrow ? field.column : sql`+${field.column}`;
    return testOf(columnTests, condition)(column, operands);
  };
  const fields = [...byField.values()].map((conditions) => sql.join(conditions.map(toCondition), sql` AND `));
  if (fields.length === 0) return undefined;
  return sql`((${sql.join(fields, filters.junction === 'or' ? sql`) OR (` : sql`) AND (`)}))`;
}
