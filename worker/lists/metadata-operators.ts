import { type SQL, sql } from 'drizzle-orm';
import type { OperatorOf } from '../../shared/filters.ts';
import {
  after,
  anyOf,
  before,
  contains,
  each,
  endsWith,
  isDaysAgo,
  isDaysInFuture,
  lessThan,
  lessThanAgo,
  lessThanEqual,
  lessThanFuture,
  moreThan,
  moreThanAgo,
  moreThanEqual,
  moreThanFuture,
  type Operands,
  presence,
  startsWith,
  type Test,
} from './operators.ts';

/** A place in metadata. */
interface MetadataPlace {
  metadata: SQL;
  path: SQL;
}

/** One operator on what is at a place of metadata. */
type MetadataTest = (place: MetadataPlace, operands: Operands) => SQL;

/** An exact match of one JSON scalar `e`: a value is read as the type that is stored. */
const scalarEquals: Test = (_, { texts, numbers }) =>
  sql`(e.type = 'text' AND e.atom IN ${each(texts)}
    OR e.type IN ('integer', 'real') AND e.atom IN ${each(numbers)} OR e.type IN ('true', 'false') AND e.type IN ${each(texts)})`;

const ANY = sql`e.atom`;
const TEXT = sql`CASE WHEN e.type = 'text' THEN e.atom END`;
const NUMBER = sql`CASE WHEN e.type IN ('integer', 'real') THEN e.atom END`;
/** A text of ISO 8601 as milliseconds; anything else is NULL. */
const MOMENT = sql`CASE WHEN e.type = 'text' AND e.atom GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
  THEN CAST(round(unixepoch(e.atom, 'subsec') * 1000) AS INTEGER) END`;

/** Holds where a scalar `e`, read as `scalar`, does. A list matches where one of its elements does; an object never does. */
const someScalar =
  (scalar: SQL, test: Test): MetadataTest =>
  ({ metadata, path }, operands) =>
    sql`EXISTS (SELECT 1 FROM json_each(${metadata}, ${path}) AS e
      WHERE json_type(${metadata}, ${path}) <> 'object' AND ${test(scalar, operands)})`;
const noScalar =
  (scalar: SQL, test: Test): MetadataTest =>
  (place, operands) =>
    sql`NOT ${someScalar(scalar, test)(place, operands)}`;

const isThere =
  (wanted: 0 | 1): MetadataTest =>
  ({ metadata, path }, operands) =>
    presence(sql`(coalesce(json_type(${metadata}, ${path}), 'null') <> 'null')`, wanted, operands);

/** Compares the number of a list's elements. */
const length =
  (comparison: '=' | '<' | '>'): MetadataTest =>
  ({ metadata, path }, operands) => {
    const elements = sql`iif(json_type(${metadata}, ${path}) = 'array', json_array_length(${metadata}, ${path}), NULL)`;
    return anyOf(operands, (count) => sql`${elements} ${sql.raw(comparison)} ${count}`);
  };

/** Every operator on metadata. */
export const metadataTests: Record<OperatorOf<'metadata'>, MetadataTest> = {
  $has_value: isThere(1),
  $is_unknown: isThere(0),
  $is: someScalar(ANY, scalarEquals),
  $in: someScalar(ANY, scalarEquals),
  $is_not: noScalar(ANY, scalarEquals),
  $not_in: noScalar(ANY, scalarEquals),
  $contains: someScalar(TEXT, contains),
  $not_contain: noScalar(TEXT, contains),
  $starts_with: someScalar(TEXT, startsWith),
  $ends_with: someScalar(TEXT, endsWith),
  $more_than: someScalar(NUMBER, moreThan),
  $less_than: someScalar(NUMBER, lessThan),
  $more_than_equal: someScalar(NUMBER, moreThanEqual),
  $less_than_equal: someScalar(NUMBER, lessThanEqual),
  $after: someScalar(MOMENT, after),
  $before: someScalar(MOMENT, before),
  $is_days_ago: someScalar(MOMENT, isDaysAgo),
  $more_than_ago: someScalar(MOMENT, moreThanAgo),
  $less_than_ago: someScalar(MOMENT, lessThanAgo),
  $is_days_in_future: someScalar(MOMENT, isDaysInFuture),
  $more_than_future: someScalar(MOMENT, moreThanFuture),
  $less_than_future: someScalar(MOMENT, lessThanFuture),
  $count: length('='),
  $count_less: length('<'),
  $count_more: length('>'),
};
