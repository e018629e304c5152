import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { MetadataSchema } from '../../../shared/metadata-definitions.ts';
import { compileMetadata } from '../../../shared/metadata-schemas.ts';
import type { CreateOrder } from '../../../shared/orders.ts';
import type { Draft } from '../../drafts/draft.ts';
import { bodyOf, readForm } from '../../drafts/order-of-draft.ts';
import { text } from '../../text.ts';
import { useSchema } from '../metadata-schema.ts';
import { currency } from '../session.ts';
import { place, placesOf } from './problem-places.ts';

/** What the server has refused, by path; what it says of no field in particular is under the empty one. */
function refusals({ delivery }: Draft): [path: string, message: string][] {
  if (delivery.state !== 'refused') return [];
  const { error } = delivery;
  if (error?.errors?.length) {
    // What is said of a redemption's parts is told of the form's.
    return error.errors.map(({ path, message }) => [
      path.replace(/^order\.|(?<=^redeemables)\[.*/g, ''),
      message,
    ]);
  }
  const path = error?.key === 'duplicate_found' ? 'source_id' : '';
  return [[path, error?.details || error?.message || text('failure_refused')]];
}

/**
 * What is wrong with metadata by its schema, as the server will see it: of a change it checks what is given, and that nothing
 * required is missing then. Nested schemas are the server's to check.
 */
function metadataProblems(schema: MetadataSchema, order: CreateOrder, draft: Draft): [string, string][] {
  const given = draft.base ? bodyOf(draft, currency.peek()).metadata : (order.metadata ?? {});
  if (!given) return [];
  const { check, required } = compileMetadata(schema, () => undefined);
  const whole = { ...draft.base?.order.metadata, ...given };
  const missing = required.filter((key) => (whole[key] ?? null) === null);
  const { violations } = check(given);
  return [
    ...missing.map((key): [string, string] => [`metadata.${key}`, text('problem_required')]),
    ...violations.map(({ path, message }): [string, string] => [
      `metadata.${path.map(String).join('.')}`,
      message,
    ]),
  ];
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
  const { data: schema } = useSchema('order');
  const read = readForm(draft.form, currency.value, draft.base);
  const keys = [...Object.keys(schema?.properties ?? {}), ...draft.form.attributes.map(({ key }) => key)];
  const places = placesOf(draft.form, keys);
  const live = place(
    [...read.problems, ...(schema ? metadataProblems(schema, read.order, draft) : [])],
    places,
  );
  const refused = place(refusals(draft), places);

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
