import type * as z from 'zod';
import type { Scope } from '../../shared/roles.ts';
import { writeListBeside } from '../write-list.ts';
import { type Change, changeOfRow, type ListWrites, type NamedWrite } from '../write-one.ts';
import { type ActionType, actionType } from './action-type.ts';
import { readRow } from './read-row.ts';

type ResourceBody = { id?: string | undefined; source_id?: string | null | undefined };

/** How a resource that stands by itself is written in bulk. */
interface BulkResource<Row, Body, Write extends NamedWrite> {
  writes: ListWrites<Row>;
  readScope: Scope;
  toWrite: (body: Body, change: Change) => Write;
}

/** Rows that are each written as a POST of the resource would, where they are what the schema says. */
export const resourceAction = <Row, Body extends ResourceBody, Write extends NamedWrite>(
  { writes, readScope, toWrite }: BulkResource<Row, Body, Write>,
  schema: z.ZodType<Body>,
): ActionType =>
  actionType<{ write: Write }>({
    readScope,
    idKind: writes.resource,
    toEntry: (row, { id: newId, place, at, by }) => {
      const body = readRow(schema, row, writes.resource);
      return { write: toWrite(body, changeOfRow(body, { newId, place, at, by })) };
    },
    write: (database, entries, company) => writeListBeside(database, writes, entries, company),
  });
