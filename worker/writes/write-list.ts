import type { BatchCompany, Database } from '../database.ts';
import { checkMetadata } from '../metadata-schemas/check-metadata.ts';
import { bindRows } from '../sql/json-columns.ts';
import { checkOf, type ListWrites, type NamedWrite } from './write-one.ts';
import { intoRounds } from './write-rounds.ts';

/**
 * Writes a list as if its entries were written one by one, of which nothing is answered, in one batch with what the caller
 * makes of it.
 * @throws RefusalError for entries that must not be written so, with their places; EntryErrors invalid_payload where metadata
 *   breaks its schema; TooLargeError where a row or the list is, and what the caller's statements refuse
 */
export async function writeListBeside<Row>(
  database: Database,
  resource: ListWrites<Row>,
  entries: readonly { write: NamedWrite }[],
  company: BatchCompany,
): Promise<void> {
  const rounds = intoRounds(entries);
  const checks = rounds.map((round) => round.map(({ write }) => checkOf(resource, write)));
  const guards = await checkMetadata(database, checks);
  await database.batch([
    ...company.before,
    ...rounds.flatMap((round, index) => {
      const writes = bindRows(round.map(({ write }) => write));
      return [
        resource.refuse({ writes }),
        ...(guards[index] ?? []),
        resource.update({ writes }),
        company.updated,
        resource.insert({ writes }),
        company.created,
      ];
    }),
    ...company.after,
  ]);
}
