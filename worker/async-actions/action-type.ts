import * as z from 'zod';
import type { AsyncActionType } from '../../shared/async-actions.ts';
import type { IdKind } from '../../shared/identifiers.ts';
import type { Scope } from '../../shared/keys/roles.ts';
import { JsonObject } from '../../shared/metadata/metadata.ts';
import type { Database } from '../database.ts';
import type { Caller } from '../http/context.ts';
import type { RowFormat } from '../imports/row-format.ts';
import type { BatchContext } from '../writes/batch-context.ts';

/** A row of a chunk: the JSON object that was sent, or a text that is none and why it cannot be taken. */
export const StoredRow = z.object({
  line: z.int(),
  /** The id of what the row makes, made when it was accepted. */
  id: z.string().optional(),
  row: JsonObject.optional(),
  text: z.string().optional(),
  error: z.string().optional(),
});
export type StoredRow = z.infer<typeof StoredRow>;

/** Where a row comes from. */
interface RowOrigin {
  id: string;
  /** Its place in the chunk, by which its errors are told. */
  place: number;
  /** When it is applied, in milliseconds. */
  at: number;
  /** The id of the key that asked for it, and what that key may do. */
  by: string;
  key: Pick<Caller, 'role' | 'scopes'>;
}

/** An entry knows the place of its row. */
export interface RowEntry {
  write: { place: number };
}

/** Makes entries of rows and writes them. */
export interface RowWriter<Entry extends RowEntry> {
  /**
   * A row as it is to be written.
   * @throws ApiError with all that is wrong with it
   */
  toEntry: (row: Record<string, unknown>, origin: RowOrigin) => Entry;
  /**
   * Writes entries in one batch together with the context's statements; also when there are none.
   * @throws what `entryErrorsOf` tells the entries of; TooLargeError or RefusalError where fewer entries might pass
   */
  write: (database: Database, entries: readonly Entry[], context: BatchContext) => Promise<void>;
}

/** A type of action, but for how its rows are written. */
interface ActionProperties<Name extends AsyncActionType> {
  name: Name;
  /** Who may read what the action writes sees it, whoever asked for it. */
  readScope: Scope;
  /** The kind of the ids that rows are given. */
  idKind: IdKind;
  /** The formats that its rows can be sent in. */
  formats: readonly RowFormat[];
  /** Which failed rows its result has under `failed`, by the contract: the first one, those shown, or none. */
  failed: 'first' | 'shown' | 'none';
}

/** A type of action, whose entries only its own writer knows. */
export interface ActionType<Name extends AsyncActionType = AsyncActionType> extends ActionProperties<Name> {
  /** Runs something with the writer, whatever its entries are. */
  withWriter: <Result>(run: <Entry extends RowEntry>(writer: RowWriter<Entry>) => Result) => Result;
}

/** Every type of action by its name, which is that of its entry. */
export type ActionTypes = { readonly [Name in AsyncActionType]: ActionType<Name> };

/** Defines a type of action. */
export const actionType = <Name extends AsyncActionType, Entry extends RowEntry>({
  toEntry,
  write,
  ...properties
}: ActionProperties<Name> & RowWriter<Entry>): ActionType<Name> => ({
  ...properties,
  withWriter: (run) => run({ toEntry, write }),
});
