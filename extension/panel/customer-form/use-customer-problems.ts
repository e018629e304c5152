import { useSignal } from '@preact/signals';
import {
  bodyOfCustomer,
  type CustomerDraft,
  customerFields,
  readCustomerForm,
} from '../../drafts/customers/customer-draft.ts';
import { useMetadataProblems } from '../attributes/metadata-problems.ts';
import { type ProblemsByPath, refusalsOf, useFieldProblems } from '../forms/field-problems.ts';

const isOfField = (path: string): boolean =>
  path.startsWith('metadata.') || customerFields.some((field) => field === path);

/**
 * What is wrong with the form, and with what the server was last sent; `others` is what belongs to no
 * field.
 */
export function useCustomerProblems(draft: CustomerDraft) {
  const { form, base, delivery } = draft;
  const isTried = useSignal(delivery.state === 'refused');
  const { problems } = readCustomerForm(form, base === null);
  const ofMetadata = useMetadataProblems(
    'customer',
    bodyOfCustomer(draft).metadata,
    base ? (base.stored.metadata ?? {}) : undefined,
  );
  const live = new Map([...ofMetadata, ...problems]);
  const refused: ProblemsByPath = delivery.state === 'refused' ? refusalsOf(delivery.error) : new Map();
  const problemOf = useFieldProblems({ live, refused, attempt: delivery, isTried: isTried.value });
  const others = [...refused].flatMap(([path, message]) => (isOfField(path) ? [] : message));
  return { live, refused, problemOf, others, isTried };
}
