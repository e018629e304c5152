import { fold, isFoldedByCase } from '../../shared/folding.ts';

/** The columns `folded_…` of a write, by the fields that they are made of. */
export type Folded<Field extends string> = { [Name in Field as `folded${Capitalize<Name>}`]: string | null };

/**
 * What the texts of a write fold to, for the index of searches; null for a text that the database folds by itself, so
 * that most rows have nothing there.
 */
export const foldedOf = <Field extends string>(fields: Record<Field, string | null>): Folded<Field> =>
  Object.fromEntries(
    Object.entries<string | null>(fields).map(([name, text]) => [
      `folded${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      text && !isFoldedByCase(text) ? fold(text) : null,
    ]),
  ) as Folded<Field>;
