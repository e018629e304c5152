import { getMessage } from './browser.ts';
import type english from './public/_locales/en/messages.json';

/** The name of a text in `_locales/en/messages.json`. */
export type TextName = keyof typeof english;

/** A text in the user's language, its $1 to $9 replaced. */
export const text = (name: TextName, ...substitutions: (string | number)[]): string =>
  getMessage(name, substitutions.map(String));

/** The names that have a form for one and one for many, without `_one` and `_other`. */
type PluralName = {
  [Name in TextName]: Name extends `${infer Stem}_other` ? Stem : never;
}[TextName];

/** A text about so many things; $1 is their number, $2 to $9 the rest. */
export function plural(name: PluralName, count: number, ...substitutions: (string | number)[]): string {
  const form = count === 1 ? `${name}_one` : `${name}_other`;
  return text(form as TextName, count.toLocaleString(), ...substitutions);
}
