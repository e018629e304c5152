import { Customer } from '../../../shared/customers/customers.ts';
import { apiPaths } from '../../api-paths.ts';
import {
  type CustomerDraft,
  newCustomerDraft,
  toCustomerForm,
} from '../../drafts/customers/customer-draft.ts';
import { customerDraftStore } from '../../drafts/customers/customer-draft-store.ts';
import { findCustomerDraft } from '../../drafts/customers/find-customer-draft.ts';
import { baseOf } from '../../drafts/store/send-draft.ts';
import { readSchema } from '../attributes/metadata-schema.ts';
import { api, connection } from '../session/session.ts';

/** The id of a draft, and whether it goes on where the user left it earlier. */
export interface OpenedDraft {
  id: string;
  isContinued: boolean;
}

async function changeOf(id: string, server: string): Promise<CustomerDraft> {
  const [reply, schema] = await Promise.all([
    api({ path: apiPaths.customer(id), reply: Customer }),
    readSchema('customer'),
  ]);
  const form = toCustomerForm(reply.data, schema);
  return {
    id: reply.data.id,
    server,
    base: baseOf(reply, form),
    form,
    changedAt: Date.now(),
    delivery: { state: 'open' },
  };
}

/**
 * Shows the draft that the form on a customer begins with, without an id on a new one: what was typed
 * earlier and not saved, else the customer as it is now.
 * @throws ApiFailure
 */
export async function openCustomerDraft(id: string | undefined): Promise<OpenedDraft> {
  const server = connection.peek()?.url ?? '';
  const kept = await findCustomerDraft(server, id);
  const draft = kept ?? (id === undefined ? newCustomerDraft(server) : await changeOf(id, server));
  customerDraftStore.hold(draft);
  return { id: draft.id, isContinued: kept !== undefined };
}
