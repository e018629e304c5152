import { type SQL, sql } from 'drizzle-orm';

/** A field that filters may name, as SQL. */
export interface FilterColumn {
  kind: 'field';
  /** The column, qualified, or an expression. */
  column: SQL;
  /** The indexed column that one exact value of the field pins down, and that column's value. */
  anchor?: { column: SQL; value: (value: SQL) => SQL };
  /** The sort whose index may be narrowed by a range of it. */
  rangeOf?: string;
}

/** The column whose keys filters may name as `metadata.KEY`. */
interface MetadataColumn {
  kind: 'metadata';
  column: SQL;
}

/** Every field that the filters of a resource may name. An earlier anchor is preferred. */
export type FilterColumns<Field extends string = string> = {
  readonly [Name in Field]: Name extends 'metadata' ? MetadataColumn : FilterColumn;
};

/** Any resource's fields, to be looked up by name. */
export type AnyColumns = Readonly<Record<string, FilterColumn | MetadataColumn>>;

const itself = (value: SQL): SQL => value;

/** A field worked out by an expression. */
export const expression = (column: SQL): FilterColumn => ({ kind: 'field', column });

/** A field whose exact value pins down the value of an indexed column, if not its own. */
export const anchored = (
  column: SQL,
  value: (given: SQL) => SQL = itself,
  by: SQL = column,
): FilterColumn => ({
  kind: 'field',
  column,
  anchor: { column: by, value },
});

/** The fields that are columns of a table. */
export function fieldsOf(table: string) {
  const of = (column: string): SQL => sql.raw(`${table}.${column}`);
  return {
    plain: (column: string) => expression(of(column)),
    /** The fields that are not among `own` and are the columns of their names. */
    plainFields:
      <Column extends string>() =>
      <Field extends string, Own extends string>(
        fields: Readonly<Record<Field, unknown>>,
        own: Readonly<Record<Own, unknown>>,
      ) =>
        Object.fromEntries(
          Object.keys(fields)
            .filter((name) => !Object.hasOwn(own, name))
            .map((name) => [name, expression(of(name))]),
        ) as Record<Exclude<Field, Own> & Column, FilterColumn>,
    indexed: (column: string, value?: (given: SQL) => SQL) => anchored(of(column), value),
    /** A moment that the list can also be sorted by. */
    sorted: (column: 'created_at' | 'updated_at'): FilterColumn => ({
      ...expression(of(column)),
      rangeOf: column,
    }),
    metadata: { kind: 'metadata', column: of('metadata') } satisfies MetadataColumn,
  };
}
