import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KeyPair, StoredKey } from '../../scripts/key-pairs.ts';
import { type Role, roleScopes } from '../../shared/keys/roles.ts';
import type { Project } from '../../shared/project.ts';
import { runScript, type Server, startServer } from './server.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
});

/** Runs the command on the state of the server, which keeps running. */
const keys = (...args: string[]) => runScript('keys', [...args, '--state', server.state]);

/** What a command with --json prints; it must be one JSON value, in one line, and nothing else. */
async function keysJson<Output>(...args: string[]): Promise<Output> {
  const { code, stdout, stderr } = await keys(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const output: Output = JSON.parse(stdout);
  expect(stdout).toBe(`${JSON.stringify(output)}\n`);
  return output;
}

const createKey = (role: Role, name: string) => keysJson<KeyPair>('create', '--role', role, '--name', name);

// Two of the roles: each costs a start of the runtime, and what they may do is tested in the Worker.
test.each(['admin', 'analyst'] as const)('a new %s key works at once on a running server', async (role) => {
  const key = await createKey(role, `a ${role}`);
  expect(key).toEqual({
    id: expect.stringMatching(/^key_/),
    app_id: expect.stringMatching(/^app_/),
    app_token: expect.any(String),
    role,
    name: `a ${role}`,
  });
  const { status, body } = await server.call<Project>('GET', '/v1/project', { key });
  expect(status).toBe(200);
  expect(body.key).toEqual({ id: key.id, name: `a ${role}`, role, scopes: roleScopes[role] });
});

test('a name with quotes, semicolons and dashes is stored as it is', async () => {
  const name = `--O'Brien's; DROP TABLE keys; -- "x" /* '' */ \\ % BEGIN TRANSACTION; COMMIT;`;
  const key = await keysJson<KeyPair>('create', '--role=staff', `--name=${name}`);
  expect(key.name).toBe(name);
  const { body } = await server.call<Project>('GET', '/v1/project', { key });
  expect(body.key.name).toBe(name);
});

test('without --json a new key is printed as the headers that use it, and the list has it without its token', async () => {
  const { code, stdout } = await keys('create', '--role', 'ingest', '--name', 'printed');
  expect(code).toBe(0);
  const key = {
    app_id: /X-App-Id: (\S+)/.exec(stdout)?.[1] ?? '',
    app_token: /X-App-Token: (\S+)/.exec(stdout)?.[1] ?? '',
  };
  expect(await server.call('GET', '/v1/project', { key })).toMatchObject({ status: 200 });
  const list = await keys('list');
  expect(list.code).toBe(0);
  expect(list.stdout).toMatch(new RegExp(`^key_\\w+ +${key.app_id} +ingest .* active +printed$`, 'm'));
  expect(list.stdout).not.toContain(key.app_token);
});

test('a revoked key is refused and listed as revoked', async () => {
  const { app_token, ...listed } = await createKey('admin', 'revoked');
  const key = { ...listed, app_token };
  expect(await server.call('GET', '/v1/project', { key })).toMatchObject({ status: 200 });
  expect(await keysJson('revoke', key.id)).toEqual({ id: key.id, revoked: true });
  const { keys: stored } = await keysJson<{ keys: StoredKey[] }>('list');
  expect(stored).toContainEqual({
    ...listed,
    created_at: expect.any(String),
    revoked_at: expect.any(String),
  });
  // The running server may trust its copy of the key for 25 seconds; a new one has none.
  const fresh = await startServer({ state: server.state });
  const reply = await fresh.call('GET', '/v1/project', { key });
  await fresh.stop();
  expect(reply).toMatchObject({ status: 401, body: { key: 'unauthorized' } });
});

test.each([
  ['an unknown role', ['create', '--role', 'boss', '--name', 'x'], 'expected one of "admin"|"staff"'],
  ['a missing role', ['create', '--name', 'x'], 'create needs --role and --name'],
  ['a missing name', ['create', '--role', 'admin'], 'create needs --role and --name'],
  ['an empty name', ['create', '--role', 'admin', '--name', ' '], 'name: '],
  ['an unknown command', ['make'], 'npm run keys -- create --role ROLE --name NAME'],
  ['no command', [], 'npm run keys -- create --role ROLE --name NAME'],
  ['an unknown id', ['revoke', 'key_nothing'], 'there is no key key_nothing'],
  ['a missing id', ['revoke'], 'revoke needs the id of a key'],
  ['an unknown option', ['list', '--tokens'], "Unknown option '--tokens'"],
])('%s exits with 2 and a message that says what is wrong', async (_, args, message) => {
  const { code, stdout, stderr } = await keys(...args, '--json');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
