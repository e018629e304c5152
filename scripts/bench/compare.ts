import { join } from 'node:path';
import { build } from 'esbuild';
import { type BenchRequest, type LoadResult, runLoad } from './load.ts';

const ROUNDS = 7;

/** One of the two Workers that a benchmark compares. */
export interface Side {
  name: 'docket' | 'floor';
  url: URL;
  headers: Record<string, string>;
  dispose: () => Promise<void>;
}

export interface Comparison {
  case: string;
  docket: LoadResult;
  floor: LoadResult;
  /** Requests a second of docket by those of the floor: the median of the rounds. */
  ratio: number;
}

/** A floor's code, one file of floors/, as one module. */
export async function bundleFloor(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'floors', file)],
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['workerd', 'browser'],
  });
  return outputFiles[0]?.text ?? '';
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const middle = (all: LoadResult[]): LoadResult => ({
  requestsPerSecond: median(all.map((result) => result.requestsPerSecond)),
  p50: median(all.map((result) => result.p50)),
  p99: median(all.map((result) => result.p99)),
});

/** Loads both sides in turn, round by round, so that a slow moment of the machine meets both. The first is not counted. */
export async function compare<S extends Side>(
  name: string,
  sides: readonly S[],
  options: { connections: number; count: number; next: (side: S) => BenchRequest },
): Promise<Comparison> {
  const results: Record<Side['name'], LoadResult[]> = { docket: [], floor: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const side of sides) {
      const { connections, count, next } = options;
      const result = await runLoad(side.url, { connections, count, next: () => next(side) });
      if (round > 0) results[side.name].push(result);
    }
  }
  const ratios = results.docket.map(
    (result, round) => result.requestsPerSecond / (results.floor[round]?.requestsPerSecond ?? Number.NaN),
  );
  return { case: name, docket: middle(results.docket), floor: middle(results.floor), ratio: median(ratios) };
}

/** A table for people and one line of JSON for programs. */
export function report(bench: string, comparisons: Comparison[], extra: Record<string, number> = {}): void {
  console.table(
    comparisons.map(({ case: name, docket, floor, ratio }) => ({
      case: name,
      'docket/s': Math.round(docket.requestsPerSecond),
      'floor/s': Math.round(floor.requestsPerSecond),
      'of floor': ratio.toFixed(2),
      'p50 ms': docket.p50.toFixed(2),
      'p99 ms': docket.p99.toFixed(2),
    })),
  );
  for (const [name, value] of Object.entries(extra)) console.log(`${name}: ${value.toFixed(2)}`);
  console.log(JSON.stringify({ bench, comparisons, ...extra }));
}
