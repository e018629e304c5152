/** The least that the server searches for, in characters. */
export const MIN_SEARCH = 3;

/** What is searched for, given what was typed; undefined while that is too short. */
export function toSearch(typed: string): string | undefined {
  const q = typed.trim();
  return [...q].length < MIN_SEARCH ? undefined : q;
}
