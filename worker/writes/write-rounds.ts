import { TooLargeError } from '../database.ts';

/** An entry of a list by what its write names: the resource to change, and what that is to be called. */
export interface NamedEntry {
  write: { matchId: string | null; matchSourceId: string | null; sourceId: string | null };
}

/** The most rounds of a batch: each is some ten statements. */
const MAX_ROUNDS = 20;

/**
 * Splits a list into rounds, which SQL applies as sets: none names a resource twice, and none names some by
 * id and others by source_id, since these may be the same. A later entry of a resource sees the earlier one.
 * @param isShared tells whether an entry also writes something that other entries may write: it is never
 *   written before an earlier entry that does
 * @throws TooLargeError when the list takes too many rounds
 */
export function intoRounds<Entry extends NamedEntry>(
  entries: readonly Entry[],
  isShared: (entry: Entry) => boolean = () => false,
): Entry[][] {
  const rounds: Entry[][] = [];
  const next = new Map<string, number>();
  let naming: 'id' | 'source' | undefined;
  let first = 0;
  let shared = 0;
  for (const entry of entries) {
    const { matchId, matchSourceId, sourceId } = entry.write;
    const names = [
      ...(matchId === null ? [] : [`id ${matchId}`]),
      ...[matchSourceId, sourceId].flatMap((name) => (name === null ? [] : [`source ${name}`])),
    ];
    const kind = matchId !== null ? 'id' : matchSourceId !== null ? 'source' : naming;
    if (naming !== undefined && kind !== naming) first = rounds.length;
    naming = kind;
    const sharesWrites = isShared(entry);
    const round = Math.max(first, sharesWrites ? shared : 0, ...names.map((name) => next.get(name) ?? 0));
    if (sharesWrites) shared = round;
    for (const name of names) next.set(name, round + 1);
    rounds[round] ??= [];
    rounds[round].push(entry);
  }
  if (rounds.length > MAX_ROUNDS) throw new TooLargeError(`a list of ${rounds.length} rounds`);
  return rounds;
}
