import { useSignal } from '@preact/signals';
import type { Draft } from '../../drafts/draft.ts';
import { readForm } from '../../drafts/order-of-draft.ts';
import { useMetadataProblems } from '../attributes/metadata-problems.ts';
import { refusalsOf, useFieldProblems } from '../field-problems.ts';
import { currency } from '../session.ts';

const noRefusals: ReadonlyMap<string, string> = new Map();

/** What the form says and what is wrong with it. */
export function useProblems({ form, base, delivery }: Draft) {
  const isTried = useSignal(delivery.state === 'refused');
  const read = readForm(form, currency.value, base?.order.discount_amount ?? 0);
  const ofMetadata = useMetadataProblems('order', read.order.metadata, base !== null);
  const live = new Map([...ofMetadata, ...read.problems]);
  const refused = delivery.state === 'refused' ? refusalsOf(delivery.error) : noRefusals;
  const problemOf = useFieldProblems({ live, refused, attempt: delivery, isTried: isTried.value });
  return { ...read, live, refused, problemOf, isTried };
}

export type Problems = ReturnType<typeof useProblems>;
