import type { Database, Statement } from '../../database.ts';
import { removeChunks } from '../sweep-store.ts';
import { type ActionWrite, beginAction, type ChunkWrite, insertChunks } from './accept-store.ts';

/** Stores an action's chunks, the action itself with the first of them. */
export class ActionWriter {
  readonly #database: Database;
  readonly #action: ActionWrite;
  #hasBegun = false;

  constructor(database: Database, action: ActionWrite) {
    this.#database = database;
    this.#action = action;
  }

  async store(
    chunks: readonly ChunkWrite[],
    { before = [], after = [] }: Partial<Record<'before' | 'after', Statement<never>[]>> = {},
  ): Promise<void> {
    await this.#database.batch([
      ...before,
      ...(this.#hasBegun ? [] : [beginAction(this.#action)]),
      ...(chunks.length > 0 ? [insertChunks(chunks)] : []),
      ...after,
    ]);
    this.#hasBegun = true;
  }

  /** Removes the chunks that were stored. */
  async discard(): Promise<void> {
    const { id } = this.#action;
    while (this.#hasBegun) {
      const [removed] = await this.#database.batch([removeChunks({ id })]);
      if (removed.length === 0) return;
    }
  }
}
