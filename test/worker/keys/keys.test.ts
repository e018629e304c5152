import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as z from 'zod';
import { KeyList, NewKey } from '../../../shared/keys/keys.ts';
import { Role, roleScopes } from '../../../shared/keys/roles.ts';
import type { Project } from '../../../shared/project.ts';
import { Client } from '../client.ts';
import { trustCopiesAsDeployed } from '../copies.ts';
import { makeOrder } from '../factories.ts';

let admin: Client;
beforeAll(async () => {
  admin = await Client.create('admin');
});
afterEach(() => {
  vi.useRealTimers();
});

async function createKey(role: Role, name = 'made'): Promise<{ key: NewKey; client: Client }> {
  const { body } = await admin.call('POST', '/v1/keys', { body: { role, name } });
  const key = NewKey.parse(body);
  return { key, client: new Client({ id: key.id, appId: key.app_id, token: key.app_token }) };
}

describe('key pairs', () => {
  trustCopiesAsDeployed();

  it('can do what their role says, and /v1/project says it too', async () => {
    for (const role of Role.options) {
      const { key, client } = await createKey(role, `for ${role}`);
      const { body } = await client.call<Project>('GET', '/v1/project');
      expect(body).toMatchObject({ object: 'project', currency: 'USD' });
      expect(body.key).toEqual({ id: key.id, name: `for ${role}`, role, scopes: roleScopes[role] });
      const { status } = await client.call('POST', '/v1/orders', { body: makeOrder() });
      expect(status).toBe(roleScopes[role].includes('orders:write') ? 200 : 403);
    }
  });

  it('are shown with their token once, and stored as a hash', async () => {
    const { key } = await createKey('staff');
    expect(key.app_token).toMatch(/^[\w-]{43}$/);
    const { body } = await admin.call<z.infer<typeof KeyList>>('GET', '/v1/keys');
    expect(KeyList.parse(body).keys.map(({ id }) => id)).toContain(key.id);
    expect(JSON.stringify(body)).not.toContain(key.app_token);
    const { results } = await env.DB.prepare('SELECT * FROM keys').all();
    expect(JSON.stringify(results)).not.toContain(key.app_token);
    expect(results.every((row) => /^[0-9a-f]{64}$/.test(String(row.token_hash)))).toBe(true);
  });

  it('stop working within 30 seconds of being revoked by another isolate', async () => {
    const { key, client } = await createKey('staff');
    expect((await client.call('GET', '/v1/project')).status).toBe(200);
    await env.DB.prepare('UPDATE keys SET revoked_at = 1 WHERE id = ?').bind(key.id).run();
    expect((await client.call('GET', '/v1/project')).status).toBe(200);
    vi.useFakeTimers({ now: Date.now() + 30_000, toFake: ['Date'] });
    await client.refused(401, 'unauthorized', 'GET', '/v1/project');
  });

  it('stop working at once where they are revoked, and stay in the list', async () => {
    const { key, client } = await createKey('staff');
    expect((await client.call('GET', '/v1/project')).status).toBe(200);
    expect((await admin.call('DELETE', `/v1/keys/${key.id}`)).status).toBe(204);
    await client.refused(401, 'unauthorized', 'GET', '/v1/project');
    const { body } = await admin.call<z.infer<typeof KeyList>>('GET', '/v1/keys');
    expect(body.keys.find(({ id }) => id === key.id)?.revoked_at).not.toBeNull();
  });

  it('are looked up once in a while, not at every request', async () => {
    const { client } = await createKey('staff');
    expect((await client.call('GET', '/v1/project')).cost.roundTrips).toBe(1);
    expect((await client.call('GET', '/v1/project')).cost.roundTrips).toBe(0);
  });

  it('are refused when the request for one is wrong', async () => {
    const post = (body: unknown) => admin.refused(400, 'invalid_payload', 'POST', '/v1/keys', { body });
    expect((await post({ role: 'root', name: '' })).errors?.map(({ path }) => path)).toEqual([
      'name',
      'role',
    ]);
    await admin.refused(404, 'not_found', 'DELETE', '/v1/keys/key_x');
  });
});
