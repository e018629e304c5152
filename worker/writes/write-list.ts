import type { Database } from '../database.ts';
import { checkMetadata } from '../metadata-schemas/check-metadata.ts';
import { bindRows } from '../sql/json-columns.ts';
import type { BatchContext } from './batch-context.ts';
import { checkOf, type ListWrites, type NamedWrite } from './write-one.ts';
import { intoRounds } from './write-rounds.ts';

/**
 * Writes a list of resources in one batch, as if its entries were sent one by one; returns nothing.
 * @throws RefusalError for entries that must not be written, with their places; EntryErrors invalid_payload
 *   when metadata breaks its schema; TooLargeError when a row or the list is too large, and what the
 *   context's statements refuse
 */
export async function writeList<Row>(
  database: Database,
  resource: ListWrites<Row>,
  entries: readonly { write: NamedWrite }[],
  { before, onCreated, onUpdated, after }: BatchContext,
): Promise<void> {
  const rounds = intoRounds(entries);
  const checks = rounds.map((round) => round.map(({ write }) => checkOf(resource, write)));
  const guards = await checkMetadata(database, checks);
  await database.batch({
    before,
    rounds: rounds.map((round, index) => {
      const writes = bindRows(round.map(({ write }) => write));
      return {
        refused: resource.refuse({ writes }),
        metadata: guards[index],
        updated: resource.update({ writes }),
        onUpdated,
        created: resource.insert({ writes }),
        onCreated,
      };
    }),
    after,
  });
}
