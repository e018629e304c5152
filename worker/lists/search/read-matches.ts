import { fold } from '../../../shared/folding.ts';
import { MAX_CANDIDATES } from '../../../shared/limits.ts';
import type { Database, Statement } from '../../database.ts';
import { invalidCursor } from '../cursor.ts';
import { type PageQuery, toPage } from '../page.ts';
import { closest } from './one-slip.ts';
import { type CandidateRows, rowsAlmostLike, rowsLike } from './search-index.ts';

/** A row that a search may mean, and the JSON array of its texts that count; ids count only whole. */
interface Candidate {
  id: string;
  /** The id of the row itself, where it stands for another. */
  own?: string;
  texts: string;
}

const textsOf = ({ texts }: Candidate): (string | null)[] => JSON.parse(texts);

/** The words of a folded text, in the one order that makes them comparable. */
const inOrder = (folded: string): string => folded.split(' ').sort().join(' ');

/** 0 where a text has the words that were searched for and no others, 1 where one begins with them, else 2. */
function relevance(wanted: { folded: string; words: string }, candidate: Candidate): number {
  const { id, own } = candidate;
  const texts = textsOf(candidate).map((text) => fold(text ?? ''));
  if (id === wanted.folded || own === wanted.folded) return 0;
  if (texts.some((text) => text.length === wanted.folded.length && inOrder(text) === wanted.words)) return 0;
  return texts.some((text) => text.startsWith(wanted.folded)) ? 1 : 2;
}

/**
 * Ranks the ids of the candidates, each once: exact ones first, then those that begin with `q`, then the rest; equals
 * stay as they came.
 */
function rankCandidates(q: string, candidates: readonly Candidate[]): string[] {
  const folded = fold(q);
  const wanted = { folded, words: inOrder(folded) };
  const best = new Map<string, number>();
  for (const candidate of candidates) {
    const rank = relevance(wanted, candidate);
    best.set(candidate.id, Math.min(rank, best.get(candidate.id) ?? rank));
  }
  return [...best].sort(([, a], [, b]) => a - b).map(([id]) => id);
}

/** A row that a list knows, in its place: of those that are not meant, a page may begin after one. */
interface RankedRow {
  id: string;
  isMeant: boolean;
}

/**
 * A page of rows whose order is known, in one round trip.
 * @throws ApiError invalid_query_params where the cursor names none of them
 */
export async function readRanked<Row extends { id: string }>(
  database: Database,
  ranked: readonly RankedRow[],
  { limit, page = 1, starting_after_id: after }: PageQuery,
  rowsOf: (values: { ids: string }) => Statement<Row>,
) {
  const seen = after === undefined ? 0 : ranked.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && seen === 0) throw invalidCursor(after);
  const meant = ranked.slice(seen).filter(({ isMeant }) => isMeant);
  const offset = (page - 1) * limit;
  const { items: wanted, ...more } = toPage(meant.slice(offset, offset + limit + 1), limit, ({ id }) => id);
  const ids = JSON.stringify(wanted.map(({ id }) => id));
  const [rows] = wanted.length > 0 ? await database.batch([rowsOf({ ids })]) : [[]];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const total = ranked.filter(({ isMeant }) => isMeant).length;
  const paging = { object: 'list' as const, total, ...more };
  return { items: wanted.flatMap(({ id }) => byId.get(id) ?? []), paging };
}

/** What a search of one resource runs. */
export interface SearchSource<Row> {
  /** The newest first. */
  candidates: (rows: CandidateRows) => Statement<Candidate>;
  rowsOf: (values: { ids: string }) => Statement<Row>;
}

/**
 * Finds the candidates of a search, and, where there are none, those of what was meant, if one slip of the finger
 * was made: two round trips more.
 */
async function findCandidates<Row>(database: Database, q: string, { candidates }: SearchSource<Row>) {
  const find = (rows: CandidateRows) => database.batch({ found: candidates(rows) });
  const { found } = await find(rowsLike(q));
  const almost = found.length === 0 ? rowsAlmostLike(q) : undefined;
  const similar = almost ? await find(almost) : { found };
  const meant = closest(q, similar.found.map(textsOf));
  return meant === undefined ? { q, found } : { q: meant, ...(await find(rowsLike(meant))) };
}

/**
 * Reads a page of the best of up to MAX_CANDIDATES candidates, in two round trips: candidates are ranked by their
 * texts alone, then the page's rows are read. `total_capped` says that there may be others, `did_you_mean` that
 * nothing was found by `q`, but by this.
 * @throws ApiError invalid_query_params where the cursor names none of the candidates
 */
export async function searchList<Row extends { id: string }>(
  database: Database,
  query: PageQuery & { q: string },
  source: SearchSource<Row>,
) {
  const { q, found } = await findCandidates(database, query.q, source);
  const ranked = rankCandidates(q, found).map((id) => ({ id, isMeant: true }));
  const { items, paging } = await readRanked(database, ranked, query, source.rowsOf);
  return {
    items,
    paging: {
      ...paging,
      ...(found.length >= MAX_CANDIDATES && { total_capped: true as const }),
      ...(q !== query.q && { did_you_mean: q }),
    },
  };
}
