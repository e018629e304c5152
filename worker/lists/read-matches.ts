import { MAX_CANDIDATES } from '../../shared/limits.ts';
import type { Database, Statement } from '../database.ts';
import { invalidCursor } from './cursor.ts';
import { type PageQuery, toPage } from './page.ts';

/** A row that a search may mean, and the JSON array of its texts that count; ids count only whole. */
interface Candidate {
  id: string;
  /** The id of the row itself, where it stands for another. */
  own?: string;
  texts: string;
}

/** Text without case and accents, as the index of trigrams sees it. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** 0 where a text is what was searched for, 1 where one begins with it, else 2. */
function relevance(q: string, { id, own, texts }: Candidate): number {
  const all: (string | null)[] = JSON.parse(texts);
  const folded = all.map((text) => fold(text ?? ''));
  if (folded.includes(q) || id === q || own === q) return 0;
  return folded.some((text) => text.startsWith(q)) ? 1 : 2;
}

/** The ids of the candidates, each once: exact ones first, then those that begin with `q`, then the rest; equals stay as they came. */
function rankCandidates(q: string, candidates: readonly Candidate[]): string[] {
  const wanted = fold(q);
  const best = new Map<string, number>();
  for (const candidate of candidates) {
    const rank = relevance(wanted, candidate);
    best.set(candidate.id, Math.min(rank, best.get(candidate.id) ?? rank));
  }
  return [...best].sort(([, a], [, b]) => a - b).map(([id]) => id);
}

/** What a search of one resource runs. */
export interface SearchSource<Row> {
  /** The newest first. */
  candidates: Statement<Candidate>;
  rowsOf: (values: { ids: string }) => Statement<Row>;
}

/**
 * A page of the best of up to MAX_CANDIDATES candidates, in two round trips: candidates are ranked by their texts alone,
 * then the page's rows are read. `total_capped` says that there may be others.
 * @throws ApiError invalid_query_params where the cursor names none of the candidates
 */
export async function searchList<Row extends { id: string }>(
  database: Database,
  q: string,
  { limit, page = 1, starting_after_id: after }: PageQuery,
  { candidates, rowsOf }: SearchSource<Row>,
) {
  const [found] = await database.batch([candidates]);
  const ids = rankCandidates(q, found);
  const seen = after === undefined ? (page - 1) * limit : ids.indexOf(after) + 1;
  if (after !== undefined && seen === 0) throw invalidCursor(after);
  const { items: pageIds, ...more } = toPage(ids.slice(seen, seen + limit + 1), limit, (id) => id);
  const [rows] = pageIds.length > 0 ? await database.batch([rowsOf({ ids: JSON.stringify(pageIds) })]) : [[]];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const paging = {
    object: 'list' as const,
    total: ids.length,
    ...(found.length >= MAX_CANDIDATES && { total_capped: true as const }),
    ...more,
  };
  return { items: pageIds.flatMap((id) => byId.get(id) ?? []), paging };
}
