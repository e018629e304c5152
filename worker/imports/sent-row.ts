import { MAX_BODY_BYTES, MAX_JSON_DEPTH } from '../../shared/limits.ts';
import { hasFiniteNumbers, isObject, isWithinDepth } from '../../shared/metadata/metadata.ts';

/** A row as it was sent: the JSON text of an object, or a text that is none and why. `line` counts from 1. */
export type SentRow = { line: number; json: string } | { line: number; text: string; error: string };

/** How much is kept of a text that cannot be taken, in characters: whole lines nearly always, and a chunk holds it. */
const MAX_TEXT = 100_000;

export const unusable = (line: number, text: string, error: string): SentRow => ({
  line,
  text: text.slice(0, MAX_TEXT),
  error,
});

const TOO_DEEP = `must be nested at most ${MAX_JSON_DEPTH} levels deep`;
const NO_OBJECT = 'expected a JSON object';

/** What is wrong with a row of so many bytes. */
export const tooLong = (bytes: number): string => `has ${bytes} bytes; a row may have ${MAX_BODY_BYTES}`;

/** A line that should be a JSON object. */
export function toSentRow(line: number, text: string): SentRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unusable(line, text, 'is not valid JSON');
  }
  if (!isObject(value)) return unusable(line, text, NO_OBJECT);
  return isWithinDepth(value, MAX_JSON_DEPTH) ? { line, json: text.trim() } : unusable(line, text, TOO_DEEP);
}

/** A value that was parsed as a part of something longer. */
export function toSentValue(line: number, value: unknown): SentRow {
  if (!isWithinDepth(value, MAX_JSON_DEPTH)) return unusable(line, '', TOO_DEEP);
  const json = JSON.stringify(value);
  if (!isObject(value)) return unusable(line, json, NO_OBJECT);
  // Written again an infinite number would be null, and so pass.
  if (!hasFiniteNumbers(value))
    return unusable(line, json, 'must have no number beyond the range of a double');
  const bytes = new TextEncoder().encode(json).byteLength;
  return bytes > MAX_BODY_BYTES ? unusable(line, json, tooLong(bytes)) : { line, json };
}
