import { Customer, type UpdateCustomer } from '../../../shared/customers/customers.ts';
import { callApi } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import { hasAll } from '../store/same-json.ts';
import type { DraftKind } from '../store/send-draft.ts';
import type { CustomerDraft } from './customer-draft.ts';
import { customerDraftStorage } from './customer-draft-storage.ts';

/** Tells if the customer already is as a write asks. */
function isDone(customer: Customer, { metadata = {}, address, ...profile }: UpdateCustomer): boolean {
  const hasAddress = address ? hasAll(customer.address, address) : customer.address === null;
  return (
    hasAll(customer, profile) && hasAll(customer.metadata, metadata) && (address === undefined || hasAddress)
  );
}

/** How drafts of customers are sent. */
export const customerKind: DraftKind<CustomerDraft, Customer> = {
  storage: customerDraftStorage,
  path: apiPaths.customer,
  reply: Customer,
  write: (connection, { id, base, delivery }) =>
    callApi(connection, {
      method: base ? 'PUT' : 'POST',
      path: base ? apiPaths.customer(id) : apiPaths.customers,
      body: delivery.body,
      ifMatch: base?.etag,
      idempotencyKey: delivery.idempotencyKey,
      reply: Customer,
    }),
  isDone: (customer, { delivery }) => isDone(customer, delivery.body),
  // A profile is everybody's: before a repeat it is always asked whether someone has changed it meanwhile.
  lookAgainAfter: 0,
  resume: ({ data }, { delivery }) => (isDone(data, delivery.body) ? 'done' : 'overtaken'),
};
