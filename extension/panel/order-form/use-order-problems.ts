import { useSignal } from '@preact/signals';
import type { OrderDraft } from '../../drafts/orders/order-draft.ts';
import { bodyOf, readForm } from '../../drafts/orders/order-of-draft.ts';
import { useMetadataProblems } from '../attributes/metadata-problems.ts';
import { useSchema } from '../attributes/metadata-schema.ts';
import { type ProblemsByPath, refusalsOf, useFieldProblems } from '../forms/field-problems.ts';
import { currency } from '../session/session.ts';
import { place, placesOf } from './problem-places.ts';

/** What the server has refused, by field; what is said of a redemption's parts is told of the form's. */
function refusals({ delivery }: OrderDraft): ProblemsByPath {
  if (delivery.state !== 'refused') return new Map();
  const told = [...refusalsOf(delivery.error)];
  return new Map(
    told.map(([path, message]) => [path.replace(/^order\.|(?<=^redeemables)\[.*/g, ''), message]),
  );
}

/** What the form says and what is wrong with it. */
export function useOrderProblems(draft: OrderDraft) {
  const { form, base, delivery } = draft;
  const isTried = useSignal(delivery.state === 'refused');
  const { data: schema } = useSchema('order');
  const read = readForm(form, currency.value, base);
  const { metadata } = base ? bodyOf(draft, currency.value) : read.order;
  const ofMetadata = useMetadataProblems('order', metadata, base?.stored.metadata);
  const keys = [...Object.keys(schema?.properties ?? {}), ...form.attributes.map(({ key }) => key)];
  const places = placesOf(form, keys);
  const live = place([...read.problems, ...ofMetadata], places);
  const refused = place(refusals(draft), places);
  const problemOf = useFieldProblems({ live, refused, attempt: delivery, isTried: isTried.value });
  return { ...read, live, refused, problemOf, isTried };
}

export type OrderProblems = ReturnType<typeof useOrderProblems>;
