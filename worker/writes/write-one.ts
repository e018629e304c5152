import type { Database, Statement } from '../database.ts';
import type { Context } from '../http/context.ts';
import { parseIfMatch } from '../http/etag.ts';
import type { ReplyKey } from '../idempotency/store.ts';
import { readIdempotency, writeOnce } from '../idempotency/write-once.ts';
import { checkMetadata, type MetadataCheck } from '../metadata-schemas/check-metadata.ts';
import type { MergeTarget } from '../metadata-schemas/guard-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import type { WriteMatch } from '../sql/write-match.ts';

type OfWrite<Row = never> = (values: { writes: string }) => Statement<Row>;

/** The statements that write a resource which stands by itself, all of a write bound as `writes`. */
export interface ResourceWrites<Row> {
  refuse: OfWrite;
  upsert: OfWrite;
  /** Other statements that run in its batch, right before it; each may refuse. */
  other?: readonly Statement<never>[];
  /** The row after the write. */
  written: OfWrite<Row>;
  /** Keeps the row for the request's idempotency key. */
  keep: (values: { writes: string } & ReplyKey) => Statement<never>;
  /** Reads a kept row back; the snapshot of one that may not be shown any more is refused. */
  replay: (database: Database, snapshot: string) => Promise<Row> | Row;
  /** Its name in metadata schemas, and its table. */
  resource: 'customer' | 'product' | 'sku' | 'voucher';
  table: MergeTarget['owner'];
}

/**
 * Those of a resource that is also written in lists, which takes two statements: of what is there, and of
 * what is new.
 */
export interface ListWrites<Row> extends ResourceWrites<Row> {
  update: OfWrite;
  insert: OfWrite;
}

/** Which resource a write changes, when, and by which key. */
export interface Change extends WriteMatch {
  newId: string;
  at: number;
  by: string;
}

/** A write whose metadata is to be checked. */
type MetadataWrite = Change & { metadata: Record<string, unknown> | null };

/** A write with what every resource has. */
export type NamedWrite = MetadataWrite & { sourceId: string | null };

interface Named {
  id?: string | undefined;
  source_id?: string | null | undefined;
}

/**
 * Identifies the resource that a row of a list writes: by id, else by source_id; it may be new.
 * @param origin `newId` is the id of a new one that brings none
 */
export const changeOfRow = (
  { id, source_id }: Named,
  { place, newId, at, by }: Pick<Change, 'place' | 'newId' | 'at' | 'by'>,
): Change => ({
  place,
  matchId: id ?? null,
  matchSourceId: id ? null : (source_id ?? null),
  mustExist: false,
  ifMatch: null,
  newId: id ?? newId,
  at,
  by,
});

/**
 * Identifies the resource that a request writes: the one that the path names, which must exist, else the one
 * that the body's id or source_id names, which may be new.
 * @param named the path's id or source_id
 */
export function changeOf(
  { request, caller, body }: Context<unknown, Named>,
  newId: string,
  named?: string,
): Change {
  const change = changeOfRow(body, { place: 0, newId, at: Date.now(), by: caller.keyId });
  const ifMatch = parseIfMatch(request.headers.get('If-Match'));
  if (named === undefined) return { ...change, ifMatch };
  return { ...change, matchId: named, matchSourceId: named, mustExist: true, newId, ifMatch };
}

/** The metadata of a write, to be checked. */
export const checkOf = (
  { resource, table }: Pick<ResourceWrites<unknown>, 'resource' | 'table'>,
  { metadata, place, matchId, matchSourceId, mustExist: exists }: MetadataWrite,
): MetadataCheck => {
  const target = { owner: table, matchId, matchSourceId };
  return { resource, path: ['metadata'], metadata, place, target, exists };
};

/**
 * Writes one resource in one D1 batch, once for its idempotency key.
 * @throws RefusalError, TooLargeError; ApiError idempotency_key_reused, invalid_payload where metadata breaks
 *   its schema
 */
export async function writeOne<Row, Body>(
  { request, target, body, caller, database }: Context<unknown, Body>,
  resource: ResourceWrites<Row>,
  write: MetadataWrite,
): Promise<{ row: Row; replayed: boolean }> {
  const writes = bindRows([write]);
  const { at } = write;
  const check = checkOf(resource, write);
  const idempotency = await readIdempotency(request, { appId: caller.appId, target, body, at });
  return writeOnce(database, idempotency, {
    write: async () => {
      const [metadata] = await checkMetadata(database, [[check]], idempotency.guards);
      const { written } = await database.batch({
        once: idempotency.guards,
        refused: resource.refuse({ writes }),
        metadata,
        other: resource.other,
        upsert: resource.upsert({ writes }),
        reply: idempotency.keep(resource.keep, { writes }),
        written: resource.written({ writes }),
      });
      return written[0] as Row;
    },
    replay: (snapshot) => resource.replay(database, snapshot),
  });
}

/** null clears, as an empty text does; what is not given stays. */
export const cleared = <Value>(value: Value | null | undefined): Value | '' | null =>
  value === undefined ? null : (value ?? '');
