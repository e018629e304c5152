import { Customer } from '../../../shared/customers/customers.ts';
import { apiPaths } from '../../api-paths.ts';
import {
  type CustomerDraft,
  newCustomerDraft,
  toCustomerForm,
} from '../../drafts/customers/customer-draft.ts';
import { readCustomerDraft } from '../../drafts/customers/customer-draft-storage.ts';
import { readSchema } from '../attributes/metadata-schema.ts';
import { api, connection } from '../session/session.ts';

/** A draft, and whether it goes on where the user left it earlier. */
export interface OpenedDraft {
  draft: CustomerDraft;
  isContinued: boolean;
}

/**
 * The draft that the form on a customer begins with, without an id on a new one: what was typed earlier and not saved, else the customer
 * as it is now.
 * @throws ApiFailure
 */
export async function openCustomerDraft(id: string | undefined): Promise<OpenedDraft> {
  const server = connection.peek()?.url ?? '';
  const kept = await readCustomerDraft(server, id);
  if (kept) return { draft: kept, isContinued: true };
  if (id === undefined) return { draft: newCustomerDraft(server), isContinued: false };
  const [{ data: customer, etag }, schema] = await Promise.all([
    api({ path: apiPaths.customer(id), reply: Customer }),
    readSchema('customer'),
  ]);
  const form = toCustomerForm(customer, schema);
  const base = { customer, form, ...(etag && { etag }) };
  return { draft: { id: customer.id, server, base, form, changedAt: Date.now() }, isContinued: false };
}
