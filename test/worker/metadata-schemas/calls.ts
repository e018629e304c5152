import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { ErrorDetail } from '../../../shared/errors.ts';
import {
  MetadataSchema,
  MetadataSchemaList,
  standardSchemas,
} from '../../../shared/metadata/metadata-definitions.ts';
import { Client, type Reply } from '../client.ts';

type Headers = Record<string, string>;
type Properties = Record<string, unknown>;

export const schemaPath = (name: string): string => `/v1/metadata-schemas/${encodeURIComponent(name)}`;

/** The calls of metadata schemas; those that must succeed check the reply's shape. */
export class SchemaCalls {
  readonly client: Client;
  constructor(client: Client) {
    this.client = client;
  }

  static async create(...role: Parameters<typeof Client.create>): Promise<SchemaCalls> {
    return new SchemaCalls(await Client.create(...role));
  }

  async #ok<Body>(
    schema: { parse: (body: unknown) => Body },
    ...call: Parameters<Client['call']>
  ): Promise<Reply<Body>> {
    const reply = await this.client.call<Body>(...call);
    expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
      status: 200,
      error: '',
    });
    return { ...reply, body: schema.parse(reply.body) };
  }

  list = () => this.#ok(MetadataSchemaList, 'GET', '/v1/metadata-schemas');

  get = (name: string) => this.#ok(MetadataSchema, 'GET', schemaPath(name));

  put = (name: string, body: unknown, headers: Headers = {}) =>
    this.#ok(MetadataSchema, 'PUT', schemaPath(name), { body, headers });

  /** Sets definitions; `only` refuses unknown keys. */
  define = (name: string, properties: Properties, only = false) =>
    this.put(name, { properties, allow_defined_only: only });

  /** Without a check, so that a test can see how it fails. */
  delete = (name: string, headers: Headers = {}) => this.client.call('DELETE', schemaPath(name), { headers });

  /** The keys that a schema defines. */
  async keys(name: string): Promise<string[]> {
    return Object.keys((await this.get(name)).body.properties).sort();
  }

  /** As a new database has them: schemas are shared by all tests of a file. */
  async reset(): Promise<void> {
    const { body } = await this.list();
    for (const { related_object: name, properties } of body.schemas) {
      const none = Object.fromEntries(Object.keys(properties).map((key) => [key, null]));
      await this.put(name, { properties: none, allow_defined_only: false });
    }
    const isOwn = (name: string) => !standardSchemas.some((standard) => standard === name);
    for (const { related_object: name } of body.schemas) {
      if (isOwn(name)) expect((await this.delete(name)).status).toBe(204);
    }
  }

  /** What a write is refused with because of its metadata: every violation, by path. */
  async violations(
    method: string,
    path: string,
    body: unknown,
    headers: Headers = {},
  ): Promise<ErrorDetail[]> {
    const error = await this.client.refused(400, 'invalid_payload', method, path, { body, headers });
    return (error.errors ?? []).toSorted((a, b) => a.path.localeCompare(b.path));
  }

  /** Their paths alone. */
  async violatedPaths(...call: Parameters<SchemaCalls['violations']>): Promise<string[]> {
    return (await this.violations(...call)).map(({ path }) => path);
  }
}

/** The violation by a required key that is not there. */
export const notGiven = (path: string): ErrorDetail => ({
  path,
  message: 'is required by the metadata schema, was not given',
});

/** All that requests store of orders, people and the catalogue, to see that one stored nothing. */
export async function contents(): Promise<unknown> {
  const tables = [
    'orders',
    'order_events',
    'customers',
    'customer_events',
    'products',
    'skus',
    'idempotency_records',
  ];
  const results = await env.DB.batch(tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)));
  return results.map(({ results: rows }) => rows);
}

/** A schema changed past the API, as another isolate would. */
export const changeBehind = (name: string, properties: Properties) =>
  env.DB.prepare('UPDATE metadata_schemas SET properties = ? WHERE related_object = ?')
    .bind(JSON.stringify(properties), name)
    .run();
