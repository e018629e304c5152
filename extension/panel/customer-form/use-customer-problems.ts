import { useSignal } from '@preact/signals';
import type { ApiFailure } from '../../api.ts';
import {
  bodyOfCustomer,
  type CustomerDraft,
  customerFields,
  readCustomerForm,
} from '../../drafts/customers/customer-draft.ts';
import { useMetadataProblems } from '../attributes/metadata-problems.ts';
import { failureText } from '../controls/feedback.tsx';
import { refusalsOf, useFieldProblems } from '../forms/field-problems.ts';

const isOfField = (path: string): boolean =>
  path.startsWith('metadata.') || customerFields.some((field) => field === path);

/** What is wrong with the form, and with what the server was last sent; `others` is what belongs to no field. */
export function useCustomerProblems(draft: CustomerDraft, failure: ApiFailure | null) {
  const isTried = useSignal(false);
  const { form, base } = draft;
  const { problems } = readCustomerForm(form, base === null);
  const ofMetadata = useMetadataProblems(
    'customer',
    bodyOfCustomer(draft).metadata,
    base ? (base.customer.metadata ?? {}) : undefined,
  );
  const live = new Map([...ofMetadata, ...problems]);
  const refused: ReadonlyMap<string, string> =
    failure?.kind === 'refused' ? refusalsOf(failure.body) : new Map();
  const problemOf = useFieldProblems({ live, refused, attempt: failure, isTried: isTried.value });
  const unplaced = [...refused].flatMap(([path, message]) => (isOfField(path) ? [] : message));
  const others = failure && failure.kind !== 'refused' ? [failureText(failure)] : unplaced;
  return { live, problemOf, others, isTried };
}
