import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { columnsOf, type Readable } from '../sql/row-columns.ts';
import { seqOf } from '../sql/seq-of.ts';
import { customers } from '../tables/customers.ts';

/** A customer as it is read. */
export type CustomerRow = Omit<Readable<typeof customers.$inferSelect>, 'position' | 'seq' | 'changedBy'>;

export const customerColumns = columnsOf<CustomerRow>(
  customers,
  ['position', 'seq', 'changedBy'],
  ['address', 'metadata'],
);

const ID = sql`${sql.placeholder('id')}`;

/** The customer by id, else by source_id. */
export const customerById = compile<{ id: string }, CustomerRow>(
  sql`SELECT ${customerColumns.selected} FROM ${customers} WHERE seq = ${seqOf('customers', ID, ID)}`,
);

/** The id of the customer of that id, else of that source_id. */
export const customerNamed = compile<{ id: string }, { id: string }>(
  sql`SELECT id FROM ${customers} WHERE seq = ${seqOf('customers', ID, ID)}`,
);
