import { TooLargeError } from '../database.ts';

/** An entry of a list by what its write names: the resource to change, and what that is to be called. */
export interface NamedEntry {
  write: { matchId: string | null; matchSourceId: string | null; sourceId: string | null };
}

/** How many rounds a batch may have: each is some ten statements. */
const MAX_ROUNDS = 20;

/**
 * Splits a list into rounds, of which SQL applies each as a set: none names a resource twice, none names some by id and
 * others by source_id, which may be the same. A later entry of a resource sees the earlier one.
 * @param carries whether an entry also writes what others may write: it comes after those before it that do
 * @throws TooLargeError where the list takes too many
 */
export function intoRounds<Entry extends NamedEntry>(
  entries: readonly Entry[],
  carries: (entry: Entry) => boolean = () => false,
): Entry[][] {
  const rounds: Entry[][] = [];
  const next = new Map<string, number>();
  let naming: 'id' | 'source' | undefined;
  let first = 0;
  let carrying = 0;
  for (const entry of entries) {
    const { matchId, matchSourceId, sourceId } = entry.write;
    const names = [
      ...(matchId === null ? [] : [`id ${matchId}`]),
      ...[matchSourceId, sourceId].flatMap((name) => (name === null ? [] : [`source ${name}`])),
    ];
    const kind = matchId !== null ? 'id' : matchSourceId !== null ? 'source' : naming;
    if (naming !== undefined && kind !== naming) first = rounds.length;
    naming = kind;
    const isCarrying = carries(entry);
    const round = Math.max(first, isCarrying ? carrying : 0, ...names.map((name) => next.get(name) ?? 0));
    if (isCarrying) carrying = round;
    for (const name of names) next.set(name, round + 1);
    rounds[round] ??= [];
    rounds[round].push(entry);
  }
  if (rounds.length > MAX_ROUNDS) throw new TooLargeError(`a list of ${rounds.length} rounds`);
  return rounds;
}
