import { MAX_METADATA_KEYS, MAX_REDEMPTIONS_LENGTH, MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';
import type { Metadata } from '../../shared/metadata/metadata.ts';
import { type Database, type Statement, TooLargeError } from '../database.ts';
import { invalidField } from '../http/errors.ts';
import { checkMetadata, type MetadataCheck } from '../metadata-schemas/check-metadata.ts';
import { refuseWrites } from '../orders/stores/write-store.ts';
import { metadataOfCatalogue, metadataOfOrders, metadataOfPeople } from '../orders/write/metadata.ts';
import { toPeople } from '../orders/write/people.ts';
import { mayBeRefused } from '../orders/write/plan.ts';
import type { PricedOrder, PricedOrders } from '../orders/write/price.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type OrderDraft, toDraftRow } from './order-draft.ts';

/*
 * What a redemption is refused by though its vouchers apply. A validation asks the same, with the same error:
 * it says what the redemption will do.
 */

/** A request whose order, or the person who redeems without one, is to be written. */
interface GuardedRequest {
  order: PricedOrder | undefined;
  /** The person as an order that is not written. */
  person: PricedOrder | undefined;
  /** Of the redemption. */
  metadata: Metadata | undefined;
}

/**
 * The statements that refuse a request whatever its vouchers say: people who are not there, identifiers of
 * others, metadata that is required.
 * @param before what refuses the request before its metadata is: an idempotency key that was used
 * @throws EntryErrors invalid_payload where metadata breaks its schema; RefusalError of `before`
 */
export async function requestGuards(
  database: Database,
  { order, person, metadata }: GuardedRequest,
  before: readonly Statement<never>[],
): Promise<Statement<never>[]> {
  const own: MetadataCheck = { resource: 'redemption', path: ['metadata'], metadata, place: 0, target: null };
  const orders = [order ?? person ?? []].flat();
  const people = toPeople(orders);
  const checks = order ? metadataOfOrders(orders, people) : metadataOfPeople(orders, people);
  const [missing = []] = await checkMetadata(database, [[own, ...checks]], before);
  const writes = orders.map(({ write }) => write);
  return [...(writes.some(mayBeRefused) ? [refuseWrites({ writes: bindRows(writes) })] : []), ...missing];
}

/**
 * Checks the metadata that the order's lines write to the catalogue: in a round trip, where some is required.
 * @throws EntryErrors, RefusalError invalid_payload
 */
export async function checkCatalogueWrites(
  database: Database,
  catalogue: Pick<PricedOrders, 'overrides' | 'mentions'>,
): Promise<void> {
  if (catalogue.mentions.length === 0) return;
  const [missing = []] = await checkMetadata(database, [metadataOfCatalogue(catalogue)]);
  if (missing.length > 0) await database.batch(missing);
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength;

/**
 * Checks that the order can take what was examined.
 * @throws TooLargeError; ApiError invalid_payload where it has had too many redemptions, or would have more
 *   metadata than may be
 */
export function requireRoom(draft: OrderDraft): void {
  const { present, entry } = draft;
  if ((present?.redemptions ?? '').length > MAX_REDEMPTIONS_LENGTH)
    throw invalidField('invalid_payload', 'order', 'has had too many redemptions; make another order');
  const { items, metadata } = toDraftRow(draft);
  if (entry.write.metadata && Object.keys(JSON.parse(metadata)).length > MAX_METADATA_KEYS)
    throw invalidField('invalid_payload', 'metadata', `would have more than ${MAX_METADATA_KEYS} keys`);
  if (bytesOf(items) + bytesOf(metadata) > MAX_ROW_JSON_BYTES)
    throw new TooLargeError('the order would be larger than can be stored');
}
