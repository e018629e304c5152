import * as z from 'zod';
import type { IdKind } from '../../shared/identifiers.ts';
import { JsonObject } from '../../shared/metadata/metadata.ts';
import type { Scope } from '../../shared/roles.ts';
import type { BatchCompany, Database } from '../database.ts';

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
  /** When it is applied, in milliseconds, and the key that asked for it and what that may do. */
  at: number;
  by: string;
  scopes: readonly Scope[];
}

/** How the rows of a type of action are applied. */
export interface ActionType<Entry extends { write: { place: number } } = never> {
  /** Who may read what the action writes sees it, whoever asked for it. */
  readScope: Scope;
  /** What the ids name that rows are given. */
  idKind: IdKind;
  /**
   * A row as it is to be written.
   * @throws ApiError with all that is wrong with it
   */
  toEntry: (row: Record<string, unknown>, origin: RowOrigin) => Entry;
  /**
   * Writes entries in one batch, of which `company` is a part; also where there are none.
   * @throws what `entryErrorsOf` tells the entries of; TooLargeError or RefusalError where fewer entries might pass
   */
  write: (database: Database, entries: readonly Entry[], company: BatchCompany) => Promise<void>;
}

/** Hides what a type makes of its rows. */
export const actionType = <Entry extends { write: { place: number } }>(type: ActionType<Entry>): ActionType =>
  type as unknown as ActionType;
