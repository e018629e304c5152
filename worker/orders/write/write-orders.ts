import type { Batch, Database, Rows } from '../../database.ts';
import { keepReply } from '../../idempotency/store.ts';
import { type Idempotency, withoutKey } from '../../idempotency/write-once.ts';
import { bindRows } from '../../sql/json-columns.ts';
import type { BatchContext } from '../../writes/batch-context.ts';
import { type RetryLimits, retryOutdated } from '../../writes/retry-outdated.ts';
import { readCatalogue } from '../lines/catalogue.ts';
import { writtenOrderSnapshot } from '../stores/write-store.ts';
import { answerWrites, type WrittenOrder } from './answer.ts';
import type { OrderEntry } from './identify.ts';
import { planWrites } from './plan.ts';
import { type PricedOrders, priceOrders } from './price.ts';
import { readUnanswered, runPlan } from './run.ts';

/**
 * A write starts again when the catalogue has changed since it was read, or when new lines would drop
 * discounts in effect.
 */
const retries: RetryLimits = { attempts: 5, on: ['catalogue_changed', 'discounts_in_effect'] };

const keepOrder = keepReply<{ writes: string }>(writtenOrderSnapshot);
const linesOf = (entries: readonly OrderEntry[]) => entries.flatMap(({ items = [] }) => items);

/**
 * Writes orders, with their people, events, what they write to the catalogue and, for a single entry, the
 * reply kept for its idempotency key, in one D1 batch: all of it or nothing. A caller cuts a list whose JSON
 * exceeds 2,000,000 bytes.
 *
 * Extra round trips:
 * - before, when lines need the catalogue
 * - after, when no line does and the write left an order as it was
 * - again, when new lines would drop what vouchers in effect have taken off
 * @returns each entry's outcome, and the state of its order after the whole list
 * @throws RefusalError for entries that must not be written, with their places, or `people_meet`; EntryErrors
 *   invalid_payload when amounts exceed 2^53 - 1, metadata breaks its schema, or an override cannot be
 *   written; TooLargeError
 */
export const writeOrders = (
  database: Database,
  entries: readonly OrderEntry[],
  idempotency: Idempotency = withoutKey,
): Promise<WrittenOrder[]> =>
  retryOutdated(retries, async (refusedWith) => {
    const catalogue = await readCatalogue(database, linesOf(entries), idempotency.guards);
    const priced = priceOrders(entries, catalogue);
    const plan = planWrites(priced, {
      returnsRows: true,
      keepsDiscounts: refusedWith.has('discounts_in_effect'),
    });
    const writes = bindRows(entries.map(({ write }) => write));
    const context = { before: idempotency.guards, after: idempotency.keep(keepOrder, { writes }) };
    const rows = await runPlan(database, plan, context, catalogue.isRead);
    return answerWrites(plan, await readUnanswered(database, plan, rows));
  });

/**
 * Writes orders that are priced already, and the statements of a verb, in one D1 batch.
 * @returns what became of each order, and the rows of the statements after
 * @throws as writeOrders does, and what the verb's statements refuse
 */
export async function writePriced<const After extends Batch>(
  database: Database,
  priced: PricedOrders,
  context: BatchContext<After>,
): Promise<{ written: WrittenOrder[]; after: Rows<After> }> {
  const plan = planWrites(priced, { returnsRows: true, keepsDiscounts: false });
  const { after, ...rows } = await runPlan(database, plan, context);
  return { written: answerWrites(plan, await readUnanswered(database, plan, rows)), after };
}

/**
 * Writes orders like `writeOrders`, but in sequence, as if they were posted one by one, and returns nothing.
 * @throws as writeOrders does, and what the context's statements refuse
 */
export const writeOrderList = (
  database: Database,
  entries: readonly OrderEntry[],
  context: BatchContext,
): Promise<void> =>
  retryOutdated(retries, async (refusedWith) => {
    const catalogue = await readCatalogue(database, linesOf(entries), []);
    const priced = priceOrders(entries, catalogue, true);
    const keepsDiscounts = refusedWith.has('discounts_in_effect');
    await runPlan(database, planWrites(priced, { returnsRows: false, keepsDiscounts }), context);
  });
