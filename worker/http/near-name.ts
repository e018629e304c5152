/** A name without the differences that are no more than a habit: case, underscores, dashes and dots. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const pairsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2));

const sorted = (text: string): string => [...text].sort().join('');

/** How alike two names are, from 0 to 1: the share of the pairs of letters that both have; 1 where the letters are the same. */
function likeness(a: string, b: string): number {
  if (sorted(plain(a)) === sorted(plain(b))) return 1;
  const [some, others] = [pairsOf(plain(a)), pairsOf(plain(b))];
  const left = [...others];
  const common = some.filter((pair) => {
    const place = left.indexOf(pair);
    if (place >= 0) left.splice(place, 1);
    return place >= 0;
  });
  return (2 * common.length) / (some.length + others.length || 1);
}

/** Less alike names are probably not meant. */
const ALIKE = 0.6;

/** How much of a name is looked at: it may be as long as a body. */
const MAX_LENGTH = 64;

/** The one of some names that was probably meant by another, if any: a name in which it ends, else the most alike. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const ending = known.find((one) => name.endsWith(`_${one}`));
  if (ending !== undefined) return ending;
  const [best] = known.map((one) => ({ one, share: likeness(name, one) })).sort((a, b) => b.share - a.share);
  return best && best.share >= ALIKE ? best.one : undefined;
}
