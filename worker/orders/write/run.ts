import type { Batch, Database, Rows } from '../../database.ts';
import { checkMetadata } from '../../metadata-schemas/check-metadata.ts';
import { bindRows } from '../../sql/json-columns.ts';
import type { BatchContext } from '../../writes/batch-context.ts';
import { writtenOrders } from '../stores/write-store.ts';
import { unansweredWrites } from './answer.ts';
import type { ReturnedRows, WritePlan } from './plan.ts';

/**
 * Runs a plan, together with the context's statements, as one batch.
 * @param readsOrders reads all the orders back at its end, also those that it leaves as they were
 * @throws EntryErrors invalid_payload when metadata breaks its schema; what the statements refuse;
 *   TooLargeError
 */
export async function runPlan<const After extends Batch>(
  database: Database,
  { rounds, writes }: WritePlan,
  { before, onCreated, onUpdated, after }: BatchContext<After>,
  readsOrders = false,
): Promise<ReturnedRows & { after: Rows<After> }> {
  const checks = rounds.map((round) => round.checks);
  const metadata = await checkMetadata(database, checks, before);
  return database.batch({
    before,
    rounds: rounds.map(({ statements }, index) => {
      const { refused, outdated, catalogue, people, dropped, updated, created } = statements;
      return {
        refused,
        outdated,
        metadata: metadata[index],
        catalogue,
        people,
        dropped,
        updated,
        onUpdated: updated && onUpdated,
        created,
        onCreated: created && onCreated,
      };
    }),
    present: readsOrders ? writtenOrders({ writes: bindRows(writes) }) : undefined,
    after,
  });
}

/** Reads the orders that no statement has returned, since the write left them as they were. */
export async function readUnanswered(
  database: Database,
  plan: WritePlan,
  rows: ReturnedRows,
): Promise<ReturnedRows> {
  const writes = unansweredWrites(plan, rows);
  if (writes.length === 0) return rows;
  const { present } = await database.batch({ present: writtenOrders({ writes: bindRows(writes) }) });
  return { ...rows, present };
}
