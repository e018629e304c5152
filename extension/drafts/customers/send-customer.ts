import { Customer } from '../../../shared/customers/customers.ts';
import { ApiFailure, type Call, type Reply } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import { bodyOfCustomer, type CustomerDraft } from './customer-draft.ts';

type Api = (call: Call<typeof Customer>) => Promise<Reply<Customer>>;

/** How sending went, and the customer as it is now; `overtaken` says that it was changed elsewhere, and is not what was sent. */
export interface SentCustomer {
  kind: 'done' | 'overtaken';
  customer: Customer;
  etag: string | undefined;
}

const isSame = (mine: unknown, stored: unknown): boolean =>
  (mine ?? null) === (stored ?? null) || JSON.stringify(mine) === JSON.stringify(stored);

const hasAll = (stored: unknown, wanted: object): boolean =>
  Object.entries(wanted).every(([name, value]) =>
    isSame(value, (stored as Record<string, unknown> | null | undefined)?.[name]),
  );

/** Whether the customer already says what is asked for: then an earlier try has done it, or it is not needed. */
function isDone(customer: Customer, body: ReturnType<typeof bodyOfCustomer>): boolean {
  const { metadata = {}, address, ...profile } = body;
  const hasAddress = address ? hasAll(customer.address, address) : customer.address === null;
  return (
    hasAll(customer, profile) && hasAll(customer.metadata, metadata) && (address === undefined || hasAddress)
  );
}

async function compare(
  api: Api,
  { id }: CustomerDraft,
  body: ReturnType<typeof bodyOfCustomer>,
): Promise<SentCustomer> {
  const { data: customer, etag } = await api({ path: apiPaths.customer(id), reply: Customer });
  return { kind: isDone(customer, body) ? 'done' : 'overtaken', customer, etag };
}

/** What became of an earlier try to make this customer, of which no reply came; undefined where it did not arrive. */
async function madeBefore(api: Api, draft: CustomerDraft, body: object): Promise<SentCustomer | undefined> {
  if (draft.base || !draft.attempt) return undefined;
  try {
    return await compare(api, draft, body);
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === 'missing') return undefined;
    throw error;
  }
}

/**
 * Sends a customer, as often as it takes: the same text carries the same idempotency key, and nothing that was written elsewhere
 * meanwhile is overwritten.
 * @param keep stores the draft with the attempt, before it is made
 * @throws ApiFailure
 */
export async function sendCustomer(
  api: Api,
  draft: CustomerDraft,
  keep: (attempt: CustomerDraft['attempt']) => Promise<void>,
): Promise<SentCustomer> {
  const { base } = draft;
  const wanted = bodyOfCustomer(draft);
  const before = await madeBefore(api, draft, wanted);
  if (before) return before;
  const body = JSON.stringify(wanted);
  const idempotencyKey = draft.attempt?.body === body ? draft.attempt.idempotencyKey : crypto.randomUUID();
  await keep({ body, idempotencyKey });
  try {
    const { data: customer, etag } = await api({
      method: base ? 'PUT' : 'POST',
      path: base ? apiPaths.customer(draft.id) : apiPaths.customers,
      body: wanted,
      ifMatch: base?.etag,
      idempotencyKey,
      reply: Customer,
    });
    return { kind: 'done', customer, etag };
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === 'changed') return compare(api, draft, wanted);
    throw error;
  }
}
