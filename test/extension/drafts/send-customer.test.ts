import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiFailure } from '../../../extension/api.ts';
import {
  bodyOfCustomer,
  type CustomerDraft,
  newCustomerDraft,
  toCustomerForm,
} from '../../../extension/drafts/customers/customer-draft.ts';
import { customerDraftStorage } from '../../../extension/drafts/customers/customer-draft-storage.ts';
import { sendCustomer } from '../../../extension/drafts/outbox.ts';
import { isQueued, reopened, withChange } from '../../../extension/drafts/store/draft.ts';
import type { CreateCustomer, Customer } from '../../../shared/customers/customers.ts';
import { makeCustomer } from '../set-up/factories.ts';
import { refuse } from '../set-up/server.ts';

interface CustomerCall {
  method: string;
  path: string;
  ifMatch?: string;
  idempotencyKey?: string;
  body?: unknown;
}

/** One customer on a server whose replies may be lost, after it has done what was asked, or that writes may not reach. */
class Desk {
  stored: { customer: Customer; version: number } | undefined;
  losesReplies = false;
  losesRequests = false;
  readonly calls: CustomerCall[] = [];

  constructor() {
    vi.stubGlobal('fetch', this.fetch);
  }

  write(given: CreateCustomer): Customer {
    const before = this.stored?.customer ?? makeCustomer({});
    const customer = { ...before, ...given } as Customer;
    this.stored = { customer, version: (this.stored?.version ?? 0) + 1 };
    return customer;
  }

  fetch = async (url: URL, { method = 'GET', headers, body }: RequestInit): Promise<Response> => {
    const sent = new Headers(headers);
    const [ifMatch, idempotencyKey] = [sent.get('If-Match'), sent.get('Idempotency-Key')];
    this.calls.push({
      method,
      path: url.pathname,
      ...(ifMatch && { ifMatch }),
      ...(idempotencyKey && { idempotencyKey }),
      ...(typeof body === 'string' && { body: JSON.parse(body) }),
    });
    if (method !== 'GET' && this.losesRequests) throw new TypeError('Failed to fetch');
    if (method === 'GET' && !this.stored) return refuse('not_found');
    if (ifMatch !== null && ifMatch !== this.etag) return refuse('precondition_failed');
    if (method !== 'GET') this.write(JSON.parse(String(body)));
    if (this.losesReplies) throw new TypeError('Failed to fetch');
    return Response.json(this.stored?.customer, { headers: { ETag: this.etag } });
  };

  get etag(): string {
    return `"${this.stored?.version}"`;
  }

  get writes(): CustomerCall[] {
    return this.calls.filter(({ method = 'GET' }) => method !== 'GET');
  }
}

const SERVER = 'https://api.example';
const connection = { url: SERVER, appId: 'app', appToken: 'token', project: {} } as never;

const named = (draft: CustomerDraft, name: string): CustomerDraft =>
  withChange(draft, {
    ...reopened(draft),
    form: { ...draft.form, fields: { ...draft.form.fields, name } },
  });

let desk: Desk;
let draft: CustomerDraft;

/** The draft as the form queues it; one that waits already stays as it is. */
const queued = (): CustomerDraft =>
  isQueued(draft)
    ? draft
    : withChange(draft, {
        delivery: {
          state: 'queued',
          body: bodyOfCustomer(draft),
          idempotencyKey: crypto.randomUUID(),
          savedAt: Date.now(),
          firstTriedAt: null,
        },
      });

/** Sends the draft; throws why it waits. */
async function send(): Promise<{ kind: string; customer?: unknown; etag?: string | undefined }> {
  draft = queued();
  await customerDraftStorage.store(draft);
  const sent = await sendCustomer(connection, draft.id);
  draft = (await customerDraftStorage.read(draft.id)) ?? draft;
  if (sent.kind === 'waiting') throw sent.failure satisfies ApiFailure;
  if (sent.kind === 'done') return { kind: sent.kind, customer: sent.stored, etag: sent.etag };
  const { delivery } = draft;
  return delivery.state === 'overtaken'
    ? { kind: sent.kind, customer: delivery.theirs, etag: delivery.etag }
    : { kind: sent.kind };
}

describe('a new customer', () => {
  beforeEach(() => {
    desk = new Desk();
    draft = named(newCustomerDraft(SERVER), 'Bob');
  });

  it('is sent once, with the id of the draft and a key', async () => {
    expect(await send()).toMatchObject({ kind: 'done', customer: { id: draft.id, name: 'Bob' } });
    expect(desk.calls).toHaveLength(1);
    expect(desk.calls[0]).toMatchObject({ method: 'POST', path: '/v1/customers' });
    expect(desk.calls[0]?.idempotencyKey).toBe(isQueued(draft) && draft.delivery.idempotencyKey);
  });

  it('is not sent again where the reply was lost, but it was made', async () => {
    desk.losesReplies = true;
    await expect(send()).rejects.toMatchObject({ kind: 'away' });
    desk.losesReplies = false;
    expect(await send()).toMatchObject({ kind: 'done', customer: { name: 'Bob' } });
    expect(desk.writes).toHaveLength(1);
  });

  it('is not overwritten where it was made, and changed elsewhere before the next try', async () => {
    desk.losesReplies = true;
    await expect(send()).rejects.toMatchObject({ kind: 'away' });
    desk.losesReplies = false;
    desk.write({ name: 'Robert' });
    expect(await send()).toMatchObject({ kind: 'overtaken', customer: { name: 'Robert' }, etag: '"2"' });
    expect(desk.stored?.customer.name).toBe('Robert');
  });

  it('is sent again where it did not arrive: the same text with the same key, another with another', async () => {
    desk.losesRequests = true;
    await expect(send()).rejects.toMatchObject({ kind: 'away' });
    await expect(send()).rejects.toMatchObject({ kind: 'away' });
    draft = named(draft, 'Bobby');
    desk.losesRequests = false;
    expect(await send()).toMatchObject({ kind: 'done', customer: { name: 'Bobby' } });
    const [first, second, third] = desk.writes.map(({ idempotencyKey }) => idempotencyKey);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(desk.writes).toHaveLength(3);
  });
});

describe('a change of a customer', () => {
  beforeEach(() => {
    desk = new Desk();
    const customer = desk.write({ name: 'Ann', email: 'ann@example.com' });
    const form = toCustomerForm(customer);
    const base = { stored: customer, form, etag: desk.etag };
    draft = named({ ...newCustomerDraft(SERVER), id: customer.id, base, form }, 'Anna');
  });

  it('says which version it is of, and only what was changed', async () => {
    expect(await send()).toMatchObject({ kind: 'done', customer: { name: 'Anna' } });
    expect(desk.writes).toMatchObject([{ method: 'PUT', ifMatch: '"1"', body: { name: 'Anna' } }]);
  });

  it('overwrites nothing that was changed elsewhere meanwhile', async () => {
    desk.write({ name: 'Anne' });
    expect(await send()).toMatchObject({ kind: 'overtaken', customer: { name: 'Anne' }, etag: '"2"' });
    expect(desk.stored?.customer.name).toBe('Anne');
  });

  it('is done where the customer already says so', async () => {
    desk.losesReplies = true;
    await expect(send()).rejects.toMatchObject({ kind: 'away' });
    desk.losesReplies = false;
    expect(await send()).toMatchObject({ kind: 'done', customer: { name: 'Anna' } });
    expect(desk.stored?.version).toBe(2);
  });
});
