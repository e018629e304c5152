import { useSignal } from '@preact/signals';
import type { Draft } from '../../drafts/draft.ts';
import { readForm } from '../../drafts/order-of-draft.ts';
import { useMetadataProblems } from '../attributes/metadata-problems.ts';
import { type Problems as Paths, refusalsOf, useFieldProblems } from '../field-problems.ts';
import { currency } from '../session.ts';

/** What the server has refused, by field; what is said of a redemption's parts is told of the form's. */
function refusals({ delivery }: Draft): Paths {
  if (delivery.state !== 'refused') return new Map();
  const told = [...refusalsOf(delivery.error)];
  return new Map(
    told.map(([path, message]) => [path.replace(/^order\.|(?<=^redeemables)\[.*/g, ''), message]),
  );
}

/** What the form says and what is wrong with it. */
export function useProblems(draft: Draft) {
  const { form, base, delivery } = draft;
  const isTried = useSignal(delivery.state === 'refused');
  const read = readForm(form, currency.value, base);
  const ofMetadata = useMetadataProblems('order', read.order.metadata, base !== null);
  const live = new Map([...ofMetadata, ...read.problems]);
  const refused = refusals(draft);
  const problemOf = useFieldProblems({ live, refused, attempt: delivery, isTried: isTried.value });
  return { ...read, live, refused, problemOf, isTried };
}

export type Problems = ReturnType<typeof useProblems>;
