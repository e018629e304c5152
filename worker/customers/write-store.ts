import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import type { Folded } from '../sql/folded.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { personOfOrder } from '../sql/people.ts';
import { reason, refuse } from '../sql/refusals.ts';
import { selectWritten, type UpsertColumns, upsert, upsertNamed } from '../sql/upsert.ts';
import { refuseMismatch, type WriteMatch } from '../sql/write-match.ts';
import { type CustomerRow, customerColumns } from './store.ts';

/** What is written of a customer: null is "not given", '' clears. Address and metadata are merged by top-level key. */
interface ProfileWrite extends Folded<'name' | 'email' | 'phone' | 'sourceId'> {
  sourceId: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  description: string | null;
  birthday: string | null;
  birthdate: string | null;
  address: Record<string, unknown> | '' | null;
  metadata: Record<string, unknown> | null;
  /** When and by which key: milliseconds, key id. */
  at: number;
  by: string;
}

/** A person that an order names. */
export interface PersonWrite extends ProfileWrite {
  id: string | null;
  newId: string;
  /** Where neither id nor source_id is given: the order whose present customer or referrer is meant. */
  role: 'customer' | 'referrer';
  orderId: string | null;
  orderSourceId: string | null;
  /** The place of the order in the caller's list. */
  place: number;
}

/** A customer written by itself. */
export interface CustomerWrite extends ProfileWrite, WriteMatch {
  newId: string;
}

const columns: UpsertColumns = {
  scalars: ['source_id', 'name', 'email', 'phone', 'description', 'birthday', 'birthdate'],
  searched: ['name', 'email', 'phone', 'source_id'],
  merged: { address: 'NULL', metadata: 'NULL' },
  hasAuthor: true,
};

const personNamedByOrder = sql`CASE WHEN w.sourceId IS NULL THEN (${personOfOrder(sql`customers.id`)}) END`;

const identity = {
  id: sql`coalesce(w.id, (SELECT id FROM customers WHERE source_id = w.sourceId), ${personNamedByOrder}, w.newId)`,
  reads: ['id', 'sourceId', 'newId', 'role', 'orderId', 'orderSourceId'],
};

/** Makes the people who are new and updates those who differ; an unchanged one costs no row written. */
export const upsertPeople = compile<{ people: string }>(upsert('customers', 'people', identity, columns));

/**
 * The same of people whom nothing names: those that their orders have are given only what their profiles lack.
 * A guest's details on an order that is sent again are no statement about the customer of that order.
 */
export const fillPeople = compile<{ people: string }>(
  upsert('customers', 'people', identity, { ...columns, fillsOnly: true }),
);

/** Aborts the batch where two of the people are one customer: what is merged into it would be merged by kind of name. */
export const refuseMeeting = compile<{ people: string }>(
  sql`${jsonRows('people', ['id', 'sourceId', 'role', 'orderId', 'orderSourceId'])}
    ${refuse(
      reason('people_meet', {}),
      sql`FROM (SELECT coalesce(w.id, (SELECT id FROM customers WHERE source_id = w.sourceId), ${personNamedByOrder}) AS named
        FROM w) WHERE named IS NOT NULL GROUP BY named HAVING count(*) > 1 LIMIT 1`,
    )}`,
);

/** Aborts the batch if the customer must not be written so. An id whose removal goes on cannot be taken again. */
export const refuseCustomer = compile<{ writes: string }>(
  refuseMismatch('customers', 'customer', {
    cases: [
      [
        sql`old.seq IS NULL AND EXISTS (SELECT 1 FROM removed_customers WHERE id = w.matchId)`,
        reason('duplicate_found', {
          type: 'customer',
          id: sql`w.matchId`,
          details: 'A customer of this id is being removed.',
          index: sql`w.place`,
        }),
      ],
    ],
    reads: [],
  }),
);

export const upsertCustomer = compile<{ writes: string }>(upsertNamed('customers', columns));

/** The same of a list in two statements, which tell by `changes()` how many were there and were changed, and how many are new. */
export const updateCustomers = compile<{ writes: string }>(upsertNamed('customers', columns, 'there'));
export const insertCustomers = compile<{ writes: string }>(upsertNamed('customers', columns, 'new'));

/** The customer that was written. */
export const writtenCustomer = compile<{ writes: string }, CustomerRow>(
  selectWritten('customers', customerColumns.selected),
);

export const writtenCustomerSnapshot = selectWritten('customers', customerColumns.snapshot);
