import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { compileMetadata } from '../../../shared/metadata-schemas.ts';
import type { Draft } from '../../drafts/draft.ts';
import { type ReadForm, readForm } from '../../drafts/order-of-draft.ts';
import { text } from '../../text.ts';
import { useSchema } from '../metadata-schema.ts';
import { currency } from '../session.ts';

/** What the server has refused, by field; what it says of no field in particular is under the empty path. */
function refusals({ delivery }: Draft): Map<string, string> {
  if (delivery.state !== 'refused') return new Map();
  const { error } = delivery;
  if (error?.errors?.length) {
    // What is said of a redemption's parts is told of the form's.
    return new Map(
      error.errors.map(({ path, message }) => [path.replace(/^order\.|(?<=^redeemables)\[.*/g, ''), message]),
    );
  }
  const path = error?.key === 'duplicate_found' ? 'source_id' : '';
  return new Map([[path, error?.details || error?.message || text('failure_refused')]]);
}

/** What is wrong with metadata by its schema, as the server will see it. Nested schemas are the server's to check. */
function useMetadataProblems(order: ReadForm['order'], draft: Draft): Map<string, string> {
  const { data: schema } = useSchema('order');
  if (!schema) return new Map();
  const { violations, missing } = compileMetadata(schema, () => undefined).check(order.metadata ?? {});
  const problems = new Map(
    violations.map(({ path, message }) => [`metadata.${path.map(String).join('.')}`, message]),
  );
  if (draft.base && !order.metadata) return problems;
  for (const key of missing) problems.set(`metadata.${key}`, text('problem_required'));
  return problems;
}

/**
 * What the form says and what is wrong with it. A field that nothing was typed into is not complained of before the first try to save;
 * what the server refused is shown until the field is changed.
 */
export function useProblems(draft: Draft) {
  const isTried = useSignal(draft.delivery.state === 'refused');
  const typedThen = useRef({ delivery: draft.delivery, texts: new Map<string, string>() });
  if (typedThen.current.delivery !== draft.delivery) {
    typedThen.current = { delivery: draft.delivery, texts: new Map() };
  }
  const read = readForm(draft.form, currency.value, draft.base);
  const live = new Map([...useMetadataProblems(read.order, draft), ...read.problems]);
  const refused = refusals(draft);

  /** What the server refused, as long as the field still has what was refused. */
  const refusalOf = (path: string, typed: string): string | undefined => {
    const { texts } = typedThen.current;
    if (!texts.has(path)) texts.set(path, typed);
    return texts.get(path) === typed ? refused.get(path) : undefined;
  };

  /** The problem of a field, given what is typed there now. */
  const problemOf = (path: string, typed: string): string | undefined =>
    (isTried.value || typed.trim() !== '' ? live.get(path) : undefined) ?? refusalOf(path, typed);

  return { ...read, live, refused, problemOf, isTried };
}

export type Problems = ReturnType<typeof useProblems>;
