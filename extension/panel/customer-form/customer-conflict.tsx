import type { Customer } from '../../../shared/customers/customers.ts';
import { bodyOfCustomer, type CustomerDraft } from '../../drafts/customers/customer-draft.ts';
import { text } from '../../text.ts';
import { changedFields } from '../forms/changed-fields.ts';
import { Versions } from '../forms/versions.tsx';
import { fieldName, showField } from '../values/field-name.ts';

interface CustomerConflictProps {
  draft: CustomerDraft;
  theirs: Customer;
  onKeepMine: () => void;
  onKeepTheirs: () => void;
}

/** What the user has changed of a customer, beside what was made of it elsewhere meanwhile. */
export function CustomerConflict({ draft, theirs, ...choice }: CustomerConflictProps) {
  const { id: _, birthday: __, ...change } = { id: '', ...bodyOfCustomer(draft) };
  const fields = changedFields(change, theirs);
  return (
    <Versions
      title={text('customer_conflict_title')}
      fields={fields.map(([field, mine, other]) => [
        fieldName(field),
        showField(field, mine),
        showField(field, other),
      ])}
      {...choice}
    />
  );
}
