import { beforeEach, describe, expect, it } from 'vitest';
import { ApiFailure, type Call, type Reply } from '../../../extension/api.ts';
import {
  type CustomerDraft,
  newCustomerDraft,
  toCustomerForm,
} from '../../../extension/drafts/customers/customer-draft.ts';
import { sendCustomer } from '../../../extension/drafts/customers/send-customer.ts';
import type { CreateCustomer, Customer } from '../../../shared/customers/customers.ts';
import { makeCustomer } from '../set-up/factories.ts';

type CustomerCall = Call<typeof Customer>;

/** One customer on a server whose replies may be lost, after it has done what was asked, or that writes may not reach. */
class Desk {
  stored: { customer: Customer; version: number } | undefined;
  losesReplies = false;
  losesRequests = false;
  readonly calls: CustomerCall[] = [];

  write(given: CreateCustomer): Customer {
    const before = this.stored?.customer ?? makeCustomer({});
    const customer = { ...before, ...given } as Customer;
    this.stored = { customer, version: (this.stored?.version ?? 0) + 1 };
    return customer;
  }

  api = async (call: CustomerCall): Promise<Reply<Customer>> => {
    this.calls.push(call);
    const { method = 'GET', ifMatch, body } = call;
    if (method !== 'GET' && this.losesRequests) throw new ApiFailure('away');
    if (method === 'GET' && !this.stored) throw new ApiFailure('missing');
    if (ifMatch !== undefined && ifMatch !== this.etag) throw new ApiFailure('changed');
    if (method !== 'GET') this.write(body as CreateCustomer);
    if (this.losesReplies) throw new ApiFailure('away');
    if (!this.stored) throw new ApiFailure('missing');
    return { data: this.stored.customer, etag: this.etag };
  };

  get etag(): string {
    return `"${this.stored?.version}"`;
  }

  get writes(): CustomerCall[] {
    return this.calls.filter(({ method = 'GET' }) => method !== 'GET');
  }
}

const named = (draft: CustomerDraft, name: string): CustomerDraft => ({
  ...draft,
  form: { ...draft.form, fields: { ...draft.form.fields, name } },
});

let desk: Desk;
let draft: CustomerDraft;

const send = () =>
  sendCustomer(desk.api, draft, async (attempt) => {
    draft = { ...draft, attempt };
  });

describe('a new customer', () => {
  beforeEach(() => {
    desk = new Desk();
    draft = named(newCustomerDraft('https://api.example'), 'Bob');
  });

  it('is sent once, with the id of the draft and a key', async () => {
    expect(await send()).toMatchObject({ kind: 'done', customer: { id: draft.id, name: 'Bob' } });
    expect(desk.calls).toHaveLength(1);
    expect(desk.calls[0]).toMatchObject({ method: 'POST', path: '/v1/customers' });
    expect(desk.calls[0]?.idempotencyKey).toBe(draft.attempt?.idempotencyKey);
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
    const base = { customer, form, etag: desk.etag };
    draft = named({ id: customer.id, server: 'https://api.example', base, form, changedAt: 1 }, 'Anna');
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
