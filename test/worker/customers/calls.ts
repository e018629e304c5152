import { createScheduledController } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { CustomerList } from '../../../shared/customers/customer-lists.ts';
import { Customer, PermanentDeletion } from '../../../shared/customers/customers.ts';
import worker from '../../../worker/index.ts';
import { Client, type Reply } from '../client.ts';
import { uniqueId } from '../factories.ts';

type Headers = Record<string, string>;

/** A profile in which every field is given. */
export const makeCustomer = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  source_id: uniqueId('customer'),
  name: 'Ann Example',
  email: 'ann@example.com',
  phone: '+43 316 1',
  description: 'Buys tea',
  birthday: '1990-02-28',
  birthdate: '1990-02-28',
  address: { city: 'Graz', state: null, line_1: 'Hauptplatz 1', postal_code: '8010', country: 'AT' },
  metadata: { tier: 'gold', gift: null },
  ...fields,
});

/** An id as a client makes it. */
export const customerId = (): string =>
  `cust_01${crypto
    .randomUUID()
    .replaceAll('-', '')
    .replace(/[ilou]/g, '0')
    .slice(0, 24)}`;

/** The calls of customers; those that must succeed check the reply's shape. */
export class CustomerCalls {
  readonly client: Client;
  constructor(client: Client) {
    this.client = client;
  }

  static async create(...role: Parameters<typeof Client.create>): Promise<CustomerCalls> {
    return new CustomerCalls(await Client.create(...role));
  }

  async #write(method: string, path: string, body: unknown, headers: Headers): Promise<Reply<Customer>> {
    const reply = await this.client.call<Customer>(method, path, { body, headers });
    expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
      status: 200,
      error: '',
    });
    expect(reply.body).toSatisfy((customer) => Customer.safeParse(customer).success);
    return reply;
  }

  post = (body: unknown, headers: Headers = {}) => this.#write('POST', '/v1/customers', body, headers);

  put = (id: string, body: unknown, headers: Headers = {}) => this.#write('PUT', path(id), body, headers);

  get = (id: string) => this.client.customer(id);

  /** Without a reply body to check, so that a test can see how it fails. */
  delete = (id: string, headers: Headers = {}) => this.client.call('DELETE', path(id), { headers });

  async forget(id: string, headers: Headers = {}): Promise<PermanentDeletion> {
    const reply = await this.client.call('POST', `${path(id)}/permanent-deletion`, { body: {}, headers });
    expect(reply.status).toBe(200);
    return PermanentDeletion.parse(reply.body);
  }

  async list(query: string): Promise<Reply<CustomerList>> {
    const reply = await this.client.call<CustomerList>('GET', `/v1/customers?${query}`);
    expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
      status: 200,
      error: '',
    });
    return { ...reply, body: CustomerList.parse(reply.body) };
  }

  /** All pages by cursor. */
  async walk(query: string): Promise<Customer[]> {
    const seen: Customer[] = [];
    let after: string | undefined = '';
    while (after !== undefined) {
      const { body } = await this.list(`${query}${after && `&starting_after_id=${after}`}`);
      expect(body.has_more).toBe(body.more_starting_after !== undefined);
      seen.push(...body.customers);
      after = body.more_starting_after;
    }
    return seen;
  }

  gone = (id: string) => this.client.refused(404, 'not_found', 'GET', path(id));
}

/** The path of one customer. */
export const path = (id: string): string => `/v1/customers/${encodeURIComponent(id)}`;

/** Runs the scheduled handler once. */
export async function runScheduled(): Promise<void> {
  await worker.scheduled(createScheduledController({ scheduledTime: new Date(), cron: '' }), env);
}
