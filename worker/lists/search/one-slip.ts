import { fold, searchWords } from '../../../shared/folding.ts';

/** Shorter words are a slip away from too many others; in numbers and codes another digit is another thing. */
const WORD = /^\p{L}{4,20}$/u;

/**
 * The parts of a word before and after each place where a finger may have slipped: one of these pairs is what the word
 * begins and ends with that was meant. None for what is no word of letters.
 */
export function slipParts(word: string): (readonly [before: string, after: string])[] {
  if (!WORD.test(word)) return [];
  const letters = [...word];
  return letters
    .slice(1)
    .map((_, place) => [letters.slice(0, place).join(''), letters.slice(place + 2).join('')] as const);
}

/** Whether two words differ by one letter that is missing, too many or another, or by two that are swapped. */
export function isOneSlip(typed: string, word: string): boolean {
  const shorter = Math.min(typed.length, word.length);
  let before = 0;
  while (before < shorter && typed[before] === word[before]) before += 1;
  let after = 0;
  while (after < shorter - before && typed.at(-1 - after) === word.at(-1 - after)) after += 1;
  const [here, there] = [typed, word].map((text) => text.slice(before, text.length - after)) as [
    string,
    string,
  ];
  if (here.length + there.length === 0) return false;
  const isSwapped = here.length === 2 && here === [...there].reverse().join('');
  return isSwapped || Math.max(here.length, there.length) === 1;
}

/**
 * What was meant by `q` where nothing is found by it: itself, but for the one word of it that most of the candidates have
 * almost so, as they write it.
 * @param candidates their texts; the first are preferred among equals
 */
export function closest(q: string, candidates: readonly (readonly (string | null)[])[]): string | undefined {
  const typed = searchWords(q);
  const counts = new Map<string, { meant: string; count: number }>();
  for (const texts of candidates) {
    const words = new Set(texts.flatMap((text) => text?.split(/[^\p{L}\p{M}]+/u) ?? []));
    for (const word of words) {
      const folded = fold(word);
      const slip = typed.find((one) => WORD.test(one) && isOneSlip(one, folded));
      if (slip === undefined) continue;
      const key = `${slip} ${folded}`;
      const meant = q
        .trim()
        .split(/\s+/)
        .map((one) => (fold(one) === slip ? word : one))
        .join(' ');
      const known = counts.get(key) ?? { meant, count: 0 };
      known.count += 1;
      counts.set(key, known);
    }
  }
  const [best] = [...counts.values()].sort((a, b) => b.count - a.count);
  return best?.meant;
}
