import type { PricedEntry } from './order-write.ts';

/**
 * Splits a list into rounds, of which SQL applies each as a set: none names an order twice, and none names some orders
 * by id and others by source_id, which may be the same. A later entry of an order sees the earlier one, and so does one
 * that carries people, whom an earlier one may have carried.
 */
export function intoRounds(entries: readonly PricedEntry[]): PricedEntry[][] {
  const rounds: PricedEntry[][] = [];
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
    const carries = entry.people.customer !== undefined || entry.people.referrer !== undefined;
    const round = Math.max(first, carries ? carrying : 0, ...names.map((name) => next.get(name) ?? 0));
    if (carries) carrying = round;
    for (const name of names) next.set(name, round + 1);
    rounds[round] ??= [];
    rounds[round].push(entry);
  }
  return rounds;
}
