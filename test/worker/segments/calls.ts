import { expect } from 'vitest';
import { CustomerSegments, Segment, SegmentList } from '../../../shared/customers/segments.ts';
import { Client, type Reply } from '../client.ts';
import { CustomerCalls, path as customerPath } from '../customers/calls.ts';
import { uniqueId } from '../factories.ts';
import type { RawFilters } from '../lists/naive-filters.ts';

/** An expression as a segment's filter. */
export const toFilter = ({ junction, fields }: RawFilters): Record<string, unknown> => ({
  junction,
  ...Object.fromEntries(Object.entries(fields).map(([field, conditions]) => [field, { conditions }])),
});

/** The calls of segments; those that must succeed check the reply's shape. */
export class SegmentCalls {
  readonly client: Client;
  readonly customers: CustomerCalls;
  constructor(client: Client) {
    this.client = client;
    this.customers = new CustomerCalls(client);
  }

  static async create(...role: Parameters<typeof Client.create>): Promise<SegmentCalls> {
    return new SegmentCalls(await Client.create(...role));
  }

  async #ok<Body>(call: Promise<Reply<Body>>, schema: { parse: (body: unknown) => Body }) {
    const reply = await call;
    expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
      status: 200,
      error: '',
    });
    expect(schema.parse(reply.body)).toEqual(reply.body);
    return reply;
  }

  post = (body: unknown, headers: Record<string, string> = {}) =>
    this.#ok(this.client.call<Segment>('POST', '/v1/segments', { body, headers }), Segment);

  get = (id: string) => this.#ok(this.client.call<Segment>('GET', path(id)), Segment);

  list = (query: string) =>
    this.#ok(this.client.call<SegmentList>('GET', `/v1/segments?${query}`), SegmentList);

  delete = (id: string) => this.client.call('DELETE', path(id));

  /** The segments that a customer is in. */
  of = (customer: string) =>
    this.#ok(
      this.client.call<CustomerSegments>('GET', `${customerPath(customer)}/segments`),
      CustomerSegments,
    );

  /** A segment of these customers, or of this filter. */
  async make(members: string[] | Record<string, unknown>, type = 'auto-update'): Promise<Segment> {
    const name = uniqueId('segment');
    const body = Array.isArray(members) ? { name, customers: members } : { name, type, filter: members };
    return (await this.post(body)).body;
  }

  /** The ids of the segments that a customer is in. */
  idsOf = async (customer: string): Promise<string[]> =>
    (await this.of(customer)).body.data.map(({ id }) => id);

  /** A body that must be refused: where, and how. */
  async refused(body: unknown): Promise<Record<string, string>> {
    const error = await this.client.refused(400, 'invalid_payload', 'POST', '/v1/segments', { body });
    return Object.fromEntries(error.errors?.map(({ path: where, message }) => [where, message]) ?? []);
  }
}

/** The path of one segment. */
export const path = (id: string): string => `/v1/segments/${encodeURIComponent(id)}`;
