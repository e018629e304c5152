import type * as z from 'zod';
import type { AsyncActionType } from '../../shared/async-actions.ts';
import type { Scope } from '../../shared/keys/roles.ts';
import type { Database } from '../database.ts';
import type { RowFormat } from '../imports/row-format.ts';
import { writeList } from '../writes/write-list.ts';
import { type Change, changeOfRow, type ListWrites, type NamedWrite } from '../writes/write-one.ts';
import { type ActionType, actionType } from './action-type.ts';
import { readRow } from './read-row.ts';

type ResourceBody = { id?: string | undefined; source_id?: string | null | undefined };

/** How a resource that stands by itself is written in bulk. */
interface BulkResource<Row, Body, Write extends NamedWrite> {
  writes: ListWrites<Row>;
  readScope: Scope;
  toWrite: (body: Body, change: Change) => Write;
  /** What must be looked up before the write. */
  resolve?: (
    database: Database,
    entries: readonly { write: Write }[],
  ) => Promise<readonly { write: Write }[]>;
}

/** A type of action on such a resource: what a row is, and the formats that rows come in. */
interface ResourceAction<Name extends AsyncActionType, Body> {
  name: Name;
  schema: z.ZodType<Body>;
  formats: readonly RowFormat[];
  failed: ActionType['failed'];
}

/** Rows that are each written as a POST of the resource would, where they are what the schema says. */
export const resourceAction = <
  Name extends AsyncActionType,
  Row,
  Body extends ResourceBody,
  Write extends NamedWrite,
>(
  { writes, readScope, toWrite, resolve }: BulkResource<Row, Body, Write>,
  { schema, ...properties }: ResourceAction<Name, Body>,
): ActionType<Name> =>
  actionType<Name, { write: Write }>({
    ...properties,
    readScope,
    idKind: writes.resource,
    toEntry: (row, { id: newId, place, at, by }) => {
      const body = readRow(schema, row, writes.resource);
      return { write: toWrite(body, changeOfRow(body, { newId, place, at, by })) };
    },
    write: async (database, entries, context) => {
      const resolved = resolve && entries.length > 0 ? await resolve(database, entries) : entries;
      await writeList(database, writes, resolved, context);
    },
  });
