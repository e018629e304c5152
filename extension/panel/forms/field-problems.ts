import { useRef } from 'preact/hooks';
import type { ErrorBody } from '../../../shared/errors.ts';
import { text } from '../../text.ts';

/** A text for each field that something is wrong with, by the path that the server would name. */
export type ProblemsByPath = ReadonlyMap<string, string>;

/** What the server has refused, by field; what it says of no field in particular is under the empty path. */
export function refusalsOf(error: ErrorBody | null | undefined): ProblemsByPath {
  if (error?.errors?.length) return new Map(error.errors.map(({ path, message }) => [path, message]));
  const path = error?.key === 'duplicate_found' ? 'source_id' : '';
  return new Map([[path, error?.details || error?.message || text('failure_refused')]]);
}

interface FieldProblemsOptions {
  live: ProblemsByPath;
  refused: ProblemsByPath;
  /** What the refusals belong to: another one stands for another try. */
  attempt: unknown;
  isTried: boolean;
}

/**
 * Answers what is wrong with a field, given what is typed there now. A field that nothing was typed into is not complained of before the
 * first try to save; what the server refused is shown as long as the field still has what was refused.
 */
export function useFieldProblems({ live, refused, attempt, isTried }: FieldProblemsOptions) {
  const typedThen = useRef({ attempt, texts: new Map<string, string>() });
  if (typedThen.current.attempt !== attempt) typedThen.current = { attempt, texts: new Map() };

  /** What is told of a part of an attribute, as in `metadata.tags[0]`, is told of the attribute. */
  const refusedAt = (path: string): string | undefined =>
    refused.get(path) ??
    [...refused].find(
      ([part]) =>
        path.startsWith('metadata.') && part.startsWith(path) && /^[.[]/.test(part.slice(path.length)),
    )?.[1];

  const refusalOf = (path: string, typed: string): string | undefined => {
    const { texts } = typedThen.current;
    if (!texts.has(path)) texts.set(path, typed);
    return texts.get(path) === typed ? refusedAt(path) : undefined;
  };
  return (path: string, typed: string): string | undefined =>
    (isTried || typed.trim() !== '' ? live.get(path) : undefined) ?? refusalOf(path, typed);
}
