import { sql } from 'drizzle-orm';
import type { ListSegmentsQuery, SegmentFilterField, SegmentType } from '../../shared/customers/segments.ts';
import { MAX_REPORTED_ERRORS, MAX_SEGMENTS } from '../../shared/limits.ts';
import { compile } from '../database.ts';
import { defineList } from '../lists/define-list.ts';
import { type FilterColumns, fieldsOf } from '../lists/filter-columns.ts';
import { sortBy } from '../lists/pagination.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { reason, refuse, toExpression } from '../sql/refusals.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { seqOf } from '../sql/seq-of.ts';
import { segments } from '../tables/segments.ts';

/** A segment as it is read; `filter` is JSON. */
export type SegmentRow = Omit<typeof segments.$inferSelect, 'seq' | 'conditions'>;

/** A new segment. `filter` is JSON as it was sent, `conditions` as sql/stored-filters.ts keeps it. */
export interface SegmentWrite {
  id: string;
  name: string;
  type: SegmentType;
  at: number;
  filter: string | null;
  conditions: string | null;
}

export const segmentColumns = columnsOf<SegmentRow>(segments, ['seq', 'conditions'], ['filter']);
const { selected } = segmentColumns;

const ID = sql`${sql.placeholder('id')}`;
const CUSTOMERS = sql.placeholder('customers');
const namedCustomer = seqOf('customers', sql`value`, sql`value`);

const full = `There are ${MAX_SEGMENTS} segments, which is the most there may be; delete one that is not needed.`;

/** Aborts the batch where there are as many segments as there may be. */
export const refuseOneMore = compile<Record<never, never>>(
  refuse(
    reason('invalid_payload', { errors: [{ path: '', message: full }] }),
    sql`WHERE (SELECT count(*) FROM segments) >= ${sql.raw(String(MAX_SEGMENTS))}`,
  ),
);

const unknownCustomer = toExpression({ path: sql`path`, message: 'names no customer' });

/** Aborts the batch where an element of the JSON array `customers` names none, and says which. */
export const refuseUnknownCustomers = compile<{ customers: string }>(
  refuse(
    reason('invalid_payload', { errors: sql`json_group_array(${unknownCustomer})` }),
    sql`FROM (SELECT 'customers[' || key || ']' AS path FROM json_each(${CUSTOMERS})
      WHERE ${namedCustomer} IS NULL LIMIT ${sql.raw(String(MAX_REPORTED_ERRORS))}) HAVING count(*) > 0`,
  ),
);

export const insertSegment = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['id', 'name', 'type', 'at', 'filter', 'conditions'])}
    INSERT INTO segments (id, name, type, created_at, filter, conditions) SELECT id, name, type, at, filter, conditions FROM w`,
);

/** Puts the customers named by the JSON array `customers` into the segment, each once. */
export const insertCustomers = compile<{ id: string; customers: string }>(
  sql`INSERT INTO segment_customers (segment_seq, customer_seq)
    SELECT DISTINCT (SELECT seq FROM segments WHERE id = ${ID}), ${namedCustomer} FROM json_each(${CUSTOMERS})`,
);

const ofId = sql`FROM segments WHERE id = ${ID}`;

export const segmentById = compile<{ id: string }, SegmentRow>(sql`SELECT ${selected} ${ofId}`);

export const segmentSnapshot = sql`SELECT ${segmentColumns.snapshot} ${ofId}`;

/** What a list of the segment's customers needs. */
export const segmentMeans = compile<{ id: string }, { seq: number; conditions: string | null }>(
  sql`SELECT seq, conditions ${ofId}`,
);

export const deleteSegmentById = compile<{ id: string }, { id: string }>(sql`DELETE ${ofId} RETURNING id`);

const { plain } = fieldsOf('segments');
const columns = {
  id: plain('id'),
  name: plain('name'),
  type: plain('type'),
  created_at: plain('created_at'),
} satisfies FilterColumns<SegmentFilterField>;

export const segmentList = defineList<SegmentRow, ListSegmentsQuery>({
  table: 'segments',
  select: selected,
  columns,
  shortcuts: ({ ids }) => (ids ? [{ field: 'id', operator: '$in', values: ids }] : []),
  sorts: { created_at: sortBy('seq') },
  total: 'counted',
});
