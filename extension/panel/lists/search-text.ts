import { MIN_SEARCH_LENGTH } from '../../../shared/limits.ts';
/** What is searched for, given what was typed; undefined while that is too short. */
export function toSearch(typed: string): string | undefined {
  const q = typed.trim();
  return [...q].length < MIN_SEARCH_LENGTH ? undefined : q;
}
