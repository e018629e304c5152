import * as qs from 'qs';
import { vi } from 'vitest';
import { CreateCustomer, type Customer, UpdateCustomer } from '../../../shared/customers/customers.ts';
import { type ErrorDetail, type ErrorKey, errorKeys } from '../../../shared/errors.ts';
import { type Role, roleScopes, type Scope } from '../../../shared/keys/roles.ts';
import { type MetadataSchema, PutMetadataSchema } from '../../../shared/metadata/metadata-definitions.ts';
import { ListOrdersQuery } from '../../../shared/orders/list-orders-query.ts';
import { AmountOverflow } from '../../../shared/orders/order-totals.ts';
import { CreateOrder, type Order, UpdateOrder } from '../../../shared/orders/orders.ts';
import type { Product } from '../../../shared/products.ts';
import { makeCustomer, makeSchema, writeOrder } from './factories.ts';

/** What the panel has sent. */
export interface Call {
  method: string;
  /** With its query. */
  path: string;
  query: Record<string, unknown>;
  headers: Headers;
  body: unknown;
}

type Answer = (call: Call) => Response | Promise<Response> | undefined;

/** An error reply as the API writes it. */
export function refuse(key: ErrorKey, errors?: ErrorDetail[], details = ''): Response {
  const { status, message } = errorKeys[key];
  const body = { code: status, key, message, details, request_id: 'req_1', ...(errors && { errors }) };
  return Response.json(body, { status });
}

/**
 * A small stand-in for the API behind `fetch`: it reads bodies and queries by the shared schemas, works totals out as the server
 * does, and knows idempotency keys and ETags. `answer` comes before all that, for what only happens sometimes.
 */
export class Server {
  readonly url = 'https://api.example';
  readonly appId = 'app_01h455vb4pex5vsknk084sn02q';
  readonly appToken = 'x'.repeat(43);
  role: Role = 'admin';
  currency = 'USD';
  isAway = false;
  answer: Answer | undefined;
  readonly calls: Call[] = [];
  readonly orders = new Map<string, { order: Order; version: number }>();
  readonly customers = new Map<string, Customer>();
  /** How often each customer was written. */
  readonly customerVersions = new Map<string, number>();
  readonly products: Product[] = [];
  readonly schemas = new Map<string, MetadataSchema>();
  readonly #replies = new Map<string, { body: string; reply: Response }>();

  constructor() {
    vi.stubGlobal('fetch', this.fetch);
  }

  /** The calls of a method to paths that begin so, and of none of them. */
  callsTo = (method: string, path: string): Call[] =>
    this.calls.filter((call) => call.method === method && call.path.startsWith(path));

  put(order: Order): Order {
    const version = (this.orders.get(order.id)?.version ?? 0) + 1;
    this.orders.set(order.id, { order, version });
    return order;
  }

  fetch = async (input: URL, init: RequestInit): Promise<Response> => {
    const call: Call = {
      method: init.method ?? 'GET',
      path: decodeURIComponent(input.pathname + input.search),
      query: qs.parse(input.search.slice(1), { depth: 5 }),
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    };
    this.calls.push(call);
    if (this.isAway) throw new TypeError('Failed to fetch');
    const reply = this.answer?.(call) ?? this.#once(call, input.pathname);
    const { signal } = init;
    if (!signal) return reply;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    return Promise.race([reply, aborted]);
  };

  /** A repeated key is answered as before, or refused with another body. */
  #once(call: Call, path: string): Response {
    const key = call.headers.get('Idempotency-Key');
    const before = key === null ? undefined : this.#replies.get(`${call.method} ${path} ${key}`);
    const body = JSON.stringify(call.body);
    if (before) return before.body === body ? before.reply.clone() : refuse('idempotency_key_reused');
    const reply = this.#reply(call, path);
    if (key !== null && reply.ok)
      this.#replies.set(`${call.method} ${path} ${key}`, { body, reply: reply.clone() });
    return reply;
  }

  forgetKeys(): void {
    this.#replies.clear();
  }

  #reply(call: Call, path: string): Response {
    const { headers, method } = call;
    if (headers.get('X-App-Id') !== this.appId || headers.get('X-App-Token') !== this.appToken)
      return refuse('unauthorized');
    const [, , resource = '', id = '', part] = path.split('/').map(decodeURIComponent);
    if (resource === 'project') return Response.json(this.project());
    const scope = `${resource}:${method === 'GET' ? 'read' : 'write'}` as Scope;
    if (!roleScopes[this.role].includes(scope)) return refuse('missing_scope', undefined, `needs ${scope}`);
    if (resource === 'orders') return this.#orders(call, id, part);
    if (resource === 'customers') return this.#customers(call, id, part);
    if (resource === 'products') return listOf('products', this.products.filter(matches(call.query.q)));
    if (resource === 'metadata-schemas') return this.#schemas(call, id);
    return refuse('not_found');
  }

  project() {
    const key = { id: 'key_1', name: 'Desk', role: this.role, scopes: [...roleScopes[this.role]] };
    return { object: 'project' as const, version: '1.0.0', currency: this.currency, key };
  }

  #orders(call: Call, id: string, part: string | undefined): Response {
    if (part === 'activity') return listOf('data', []);
    if (call.method === 'GET' && id === '') return this.#list(call);
    const stored = this.orders.get(id);
    if (call.method === 'GET') return stored ? one(stored) : refuse('not_found');
    const parsed = (call.method === 'POST' ? CreateOrder : UpdateOrder).safeParse(call.body);
    if (!parsed.success) return refuse('invalid_payload', parsed.error.issues.map(detail));
    if (call.method === 'PUT' && !stored) return refuse('not_found');
    const ifMatch = call.headers.get('If-Match');
    if (ifMatch !== null && ifMatch !== `"${stored?.version}"`) return refuse('precondition_failed');
    const body = parsed.data as CreateOrder;
    const taken = [...this.orders.values()].find(({ order }) => order.source_id === body.source_id);
    if (body.source_id && taken && taken.order.id !== (body.id ?? id))
      return refuse('duplicate_found', undefined, 'source_id belongs to another order');
    for (const role of ['customer_id', 'referrer_id'] as const) {
      const person = body[role];
      if (person && !this.customers.has(person))
        return refuse('not_found', [{ path: role, message: 'is not known' }]);
    }
    try {
      const before = stored?.order ?? this.orders.get(body.id ?? '')?.order;
      const order = this.put(writeOrder({ ...body, id: body.id ?? id }, before, this.customers));
      return one({ order, version: this.orders.get(order.id)?.version ?? 0 });
    } catch (error) {
      if (!(error instanceof AmountOverflow)) throw error;
      return refuse('invalid_payload', [{ path: error.path, message: error.message }]);
    }
  }

  #list({ query }: Call): Response {
    const parsed = ListOrdersQuery.safeParse(query);
    if (!parsed.success) return refuse('invalid_query_params', parsed.error.issues.map(detail));
    const { q, filters, limit, starting_after_id } = parsed.data;
    const status = filters?.conditions.find(({ field }) => field === 'status')?.values[0];
    const all = [...this.orders.values()].map(({ order }) => order);
    const found = all.filter(matches(q)).filter((order) => status === undefined || order.status === status);
    const begin = found.findIndex(({ id }) => id === starting_after_id) + 1;
    const page = found.slice(begin, begin + limit);
    const hasMore = begin + limit < found.length;
    const counts = { CREATED: 0, PAID: 0, CANCELED: 0, FULFILLED: 0 };
    for (const order of all) counts[order.status] += 1;
    return listOf('orders', page, {
      total: found.length,
      has_more: hasMore,
      ...(hasMore && { more_starting_after: page.at(-1)?.id }),
      ...(query.counts === 'true' && { counts }),
    });
  }

  #customers({ method, body, query, headers }: Call, id: string, part: string | undefined): Response {
    if (part !== undefined) return listOf('data', []);
    if (method === 'GET' && id === '')
      return listOf('customers', [...this.customers.values()].filter(matches(query.q)));
    const stored = this.customers.get(id);
    if (method !== 'POST' && !stored) return refuse('not_found');
    if (method === 'GET' && stored) return this.#customer(stored);
    const ifMatch = headers.get('If-Match');
    if (ifMatch !== null && ifMatch !== `"${this.customerVersions.get(id)}"`)
      return refuse('precondition_failed');
    const parsed = (method === 'POST' ? CreateCustomer : UpdateCustomer).safeParse(body);
    if (!parsed.success) return refuse('invalid_payload', parsed.error.issues.map(detail));
    const made = makeCustomer(parsed.data);
    return this.#customer(
      this.putCustomer(stored ? ({ ...stored, ...parsed.data, address: null } as Customer) : made),
    );
  }

  putCustomer(customer: Customer): Customer {
    this.customers.set(customer.id, customer);
    this.customerVersions.set(customer.id, (this.customerVersions.get(customer.id) ?? 0) + 1);
    return customer;
  }

  #customer = (customer: Customer): Response =>
    Response.json(customer, { headers: { ETag: `"${this.customerVersions.get(customer.id)}"` } });

  #schemas({ method, body }: Call, resource: string): Response {
    const schema = this.schemas.get(resource) ?? makeSchema(resource, {});
    if (method === 'GET') return Response.json({ ...schema, usage: [] });
    const parsed = PutMetadataSchema.safeParse(body);
    if (!parsed.success) return refuse('invalid_payload', parsed.error.issues.map(detail));
    const changed = makeSchema(resource, { ...schema.properties, ...parsed.data.properties } as never);
    this.schemas.set(resource, changed);
    return Response.json(changed);
  }
}

const one = ({ order, version }: { order: Order; version: number }): Response =>
  Response.json(order, { headers: { ETag: `"${version}"` } });

/** A list as the API answers it. */
export const listOf = (name: string, rows: unknown[], others: object = {}): Response =>
  Response.json({
    object: 'list',
    data_ref: name,
    [name]: rows,
    total: rows.length,
    has_more: false,
    ...others,
  });

/** Whether a resource says what is searched for, anywhere. */
const matches = (q: unknown) => (row: unknown) =>
  typeof q !== 'string' || JSON.stringify(row).toLowerCase().includes(q.toLowerCase());

const detail = ({ path, message }: { path: PropertyKey[]; message: string }): ErrorDetail => ({
  path: path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : index ? `.${String(key)}` : key))
    .join(''),
  message,
});
