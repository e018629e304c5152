import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { SegmentType } from '../../shared/customers/segments.ts';

/**
 * Segments of customers. A filter is stored twice: as the expression that was sent, and as the `conditions`
 * that lists/stored-filters.ts reads; a static list has neither.
 */
export const segments = sqliteTable(
  'segments',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    name: text().notNull(),
    type: text().$type<SegmentType>().notNull(),
    createdAt: integer('created_at').notNull(),
    filter: text(),
    conditions: text(),
  },
  (table) => [uniqueIndex('segments_id').on(table.id)],
);

/** Members of static segments; triggers clear them when the segment or the customer is deleted. */
export const segmentCustomers = sqliteTable(
  'segment_customers',
  {
    segmentSeq: integer('segment_seq').notNull(),
    customerSeq: integer('customer_seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.segmentSeq, table.customerSeq] })],
);
