import { beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../shared/errors.ts';
import { Role, roleScopes } from '../../shared/keys/roles.ts';
import type { Route } from '../../worker/http/route.ts';
import { routes } from '../../worker/routes.ts';
import { Client, send } from './client.ts';

let admin: Client;
const byRole = new Map<Role, Client>();
beforeAll(async () => {
  admin = await Client.create('admin');
  for (const role of Role.options) byRole.set(role, await Client.create(role));
});

const pathOf = ({ path }: Route): string => path.replace(/:\w+/g, 'unknown-id');
const name = ({ method, path }: Route): string => `${method} ${path}`;
const keyed = routes.filter(({ scope }) => scope !== null);
const withBody = keyed.filter(({ body }) => body !== undefined);
const streamed = keyed.flatMap((route) => (route.stream ? [{ ...route, stream: route.stream }] : []));
const json = { 'Content-Type': 'application/json' };

function request(route: Route, headers: Record<string, string>): Request {
  return new Request(`https://docket.test${pathOf(route)}`, {
    method: route.method,
    headers: { ...json, ...headers },
    ...(route.body && { body: '{}' }),
  });
}

async function expectError(
  reply: { status: number; body: unknown; headers: Headers },
  status: number,
  key: string,
) {
  const body = reply.body as ErrorBody;
  expect(reply.status).toBe(status);
  expect(body).toMatchObject({ code: status, key, request_id: reply.headers.get('X-Request-Id') });
  expect(body.message.length).toBeGreaterThan(0);
}

describe.each(keyed.map((route) => [name(route), route] as const))('%s', (_, route) => {
  it('refuses a request without a key, with half a key, and with a wrong one', async () => {
    const { appId, token } = admin.key;
    for (const headers of [
      {},
      { 'X-App-Id': appId },
      { 'X-App-Token': token },
      { 'X-App-Id': appId, 'X-App-Token': `${token.slice(0, -1)}!` },
      { 'X-App-Id': appId, 'X-App-Token': 'short' },
      { 'X-App-Id': 'app_unknown', 'X-App-Token': token },
    ] as Record<string, string>[]) {
      await expectError(await send(request(route, headers)), 401, 'unauthorized');
    }
  });

  it('refuses exactly the roles that lack its scope', async () => {
    for (const role of Role.options) {
      const client = byRole.get(role) as Client;
      const { appId, token } = client.key;
      const reply = await send(request(route, { 'X-App-Id': appId, 'X-App-Token': token }));
      const isAllowed = route.scope === 'any' || roleScopes[role].some((scope) => scope === route.scope);
      if (isAllowed) expect([401, 403, 500]).not.toContain(reply.status);
      else await expectError(reply, 403, 'missing_scope');
    }
  });

  it('refuses a malformed bookmark and a malformed path', async () => {
    const options = route.body ? { body: {} } : {};
    await admin.refused(400, 'invalid_headers', route.method, pathOf(route), {
      ...options,
      headers: { 'x-d1-bookmark': 'yesterday' },
    });
    if (route.params) {
      const path = route.path.replace(/:\w+/g, '%E0%A4%A');
      await admin.refused(400, 'invalid_path', route.method, path, options);
    }
  });

  it('answers 404 to an unknown id', async () => {
    if (!route.params || route.mayBeUnknown) return;
    const options = route.body ? { body: {} } : {};
    const error = await admin.refused(404, 'not_found', route.method, pathOf(route), options);
    expect(error).toMatchObject({ message: 'Resource not found', resource_id: 'unknown-id' });
  });

  it('takes no other method', async () => {
    const reply = await admin.call<ErrorBody>('PATCH', pathOf(route), { headers: json });
    await expectError(reply, 405, 'method_not_allowed');
    expect(reply.headers.get('Allow')?.split(', ')).toContain(route.method);
  });

  it('accepts a JSON content type without a body where it needs none', async () => {
    if (route.body || route.stream) return;
    const reply = await admin.call(route.method, pathOf(route), { headers: json });
    expect([200, 204, 404]).toContain(reply.status);
  });
});

describe.each(withBody.map((route) => [name(route), route] as const))('the body of %s', (_, route) => {
  const refused = (
    status: number,
    key: string,
    options: { body?: unknown; headers?: Record<string, string> },
  ) => admin.refused(status, key, route.method, pathOf(route), options);

  it('may not be nested without end', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    for (const field of ['metadata', 'parameters', 'filter', 'items', 'unknown']) {
      const { details } = await refused(400, 'invalid_payload', {
        body: `{"${field}":{"a\\ud83d":${deep}}}`,
      });
      expect(details).toBe('The body must be nested at most 50 levels deep.');
    }
  });

  it('must be JSON, of a JSON content type', async () => {
    for (const body of ['{', 'null', '[]', '"text"', '{"a":1}{', '\u0000']) {
      await refused(400, 'invalid_payload', { body });
    }
    await refused(415, 'unsupported_media_type', { body: '{}', headers: { 'Content-Type': 'text/plain' } });
    if (!route.bodyMayBeMissing) {
      await refused(400, 'invalid_payload', { body: '' });
      await refused(415, 'unsupported_media_type', {});
    }
    const reply = await admin.call(route.method, pathOf(route), {
      body: '{}',
      headers: { 'Content-Type': 'Application/JSON; charset=utf-8' },
    });
    expect(reply.status).not.toBe(415);
  });

  it('must be UTF-8 and at most 1 MiB, whatever its length header says', async () => {
    const { appId, token } = admin.key;
    const post = (body: BodyInit) =>
      send(
        new Request(`https://docket.test${pathOf(route)}`, {
          method: route.method,
          headers: { ...json, 'X-App-Id': appId, 'X-App-Token': token },
          body,
        }),
      );
    await expectError(await post(new Uint8Array([0x22, 0xff, 0x22])), 400, 'invalid_payload');
    const oversized = `{"a":"${'x'.repeat(1024 * 1024)}"}`;
    await expectError(await post(oversized), 413, 'payload_too_large');
    const stream = new Response(oversized).body as ReadableStream;
    await expectError(await post(stream.pipeThrough(new TransformStream())), 413, 'payload_too_large');
  });
});

describe.each(streamed.map((route) => [name(route), route] as const))('the body of %s', (_, route) => {
  const refused = (status: number, key: string, type: string, body: string) =>
    admin.refused(status, key, route.method, pathOf(route), { body, headers: { 'Content-Type': type } });

  it('is of a media type that the route names, and has something', async () => {
    for (const type of Object.keys(route.stream)) await refused(400, 'invalid_payload', type, '');
    for (const type of ['text/plain', 'application/xml', '*/*']) {
      const { details } = await refused(415, 'unsupported_media_type', type, '{}');
      expect(details).toBe(`Content-Type must be ${Object.keys(route.stream).join(' or ')}.`);
    }
  });

  it('is refused whole where it says that it has more than may be', async () => {
    const { appId, token } = admin.key;
    for (const type of Object.keys(route.stream)) {
      const headers = { 'Content-Type': type, 'Content-Length': String(2 ** 40) };
      const reply = await send(
        new Request(`https://docket.test${pathOf(route)}`, {
          method: route.method,
          headers: { ...headers, 'X-App-Id': appId, 'X-App-Token': token },
          body: '{}',
        }),
      );
      await expectError(reply, 413, 'payload_too_large');
    }
  });
});

describe('HEAD', () => {
  it('answers what GET would, without a body', async () => {
    for (const path of ['/health', '/v1/orders', '/v1/orders/nowhere']) {
      const [get, head] = [await admin.call('GET', path), await admin.call('HEAD', path)];
      expect(head.status).toBe(get.status);
      expect(head.body).toBe('');
    }
  });
});

describe('every path', () => {
  it('that is unknown is a 404 without a key, in the one error shape', async () => {
    for (const path of ['/', '/v1', '/v1/loyalties', '/v1/orders/a/b/c', '//v1/orders']) {
      await expectError(await send(new Request(`https://docket.test${path}`)), 404, 'not_found');
    }
  });

  it('refuses a query parameter given twice and one that is malformed', async () => {
    for (const query of [
      'limit=1&limit=2',
      'limit=0',
      'limit=101',
      'limit=1.5',
      'limit=x',
      'limit=',
      'limit=0x10',
      'limit=%205',
      'limit[]=5',
    ]) {
      const error = await admin.refused(400, 'invalid_query_params', 'GET', `/v1/orders?${query}`);
      expect(error.errors?.[0]?.path).toBe('limit');
    }
  });
});
