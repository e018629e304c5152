import { exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { Customer } from '../../shared/customers/customers.ts';
import { ErrorBody } from '../../shared/errors.ts';
import { Order } from '../../shared/orders/orders.ts';
import { type KeyPair, makeKey } from './factories.ts';

interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A reply, its body parsed, its cost read from Server-Timing. */
export interface Reply<Body> {
  status: number;
  headers: Headers;
  body: Body;
  cost: { roundTrips: number; rowsRead: number; rowsWritten: number };
}

function readCost(headers: Headers): Reply<unknown>['cost'] {
  const timing = headers.get('Server-Timing') ?? '';
  const read = (name: string) => Number(new RegExp(`d1-${name};desc=(\\d+)`).exec(timing)?.[1] ?? 0);
  return { roundTrips: read('round-trips'), rowsRead: read('rows-read'), rowsWritten: read('rows-written') };
}

/** The Worker's fetch handler as a client sees it. */
export async function send(request: Request): Promise<Reply<unknown>> {
  const response = await exports.default.fetch(request);
  // text() warns of types such as NDJSON.
  const text = new TextDecoder().decode(await response.arrayBuffer());
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
    cost: readCost(response.headers),
  };
}

/** Calls the API with one key pair. Expectations on replies are in the methods, so that tests read as a story. */
export class Client {
  readonly key: KeyPair;
  constructor(key: KeyPair) {
    this.key = key;
  }

  static async create(...role: Parameters<typeof makeKey>): Promise<Client> {
    return new Client(await makeKey(...role));
  }

  call<Body>(method: string, path: string, { body, headers }: CallOptions = {}): Promise<Reply<Body>> {
    const request = new Request(`https://docket.test${path}`, {
      method,
      headers: {
        'X-App-Id': this.key.appId,
        'X-App-Token': this.key.token,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return send(request) as Promise<Reply<Body>>;
  }

  /** A write or read that must succeed and answer an order. */
  async order(method: 'GET' | 'POST' | 'PUT', path: string, options?: CallOptions): Promise<Reply<Order>> {
    const reply = await this.call<Order>(method, path, options);
    expect(reply.body).toSatisfy((body) => Order.safeParse(body).success);
    expect(reply.status).toBe(200);
    return reply;
  }

  post = (body: unknown, headers: Record<string, string> = {}) =>
    this.order('POST', '/v1/orders', { body, headers });

  put = (id: string, body: unknown, headers: Record<string, string> = {}) =>
    this.order('PUT', `/v1/orders/${encodeURIComponent(id)}`, { body, headers });

  get = (id: string) => this.order('GET', `/v1/orders/${encodeURIComponent(id)}`);

  async customer(id: string): Promise<Customer> {
    const reply = await this.call<Customer>('GET', `/v1/customers/${encodeURIComponent(id)}`);
    expect(reply.status).toBe(200);
    return reply.body;
  }

  /** A call that must be refused with the status and key, in the one error shape. */
  async refused(
    status: number,
    key: string,
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<ErrorBody> {
    const reply = await this.call<ErrorBody>(method, path, options);
    expect({ status: reply.status, key: reply.body.key }).toEqual({ status, key });
    expect(ErrorBody.parse(reply.body).code).toBe(status);
    expect(reply.body.request_id).toBe(reply.headers.get('X-Request-Id'));
    return reply.body;
  }
}
