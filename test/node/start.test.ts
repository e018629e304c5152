import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Order } from '../../shared/orders/orders.ts';
import { makeState, runScript, type Server, spawnScript, startServer } from './server.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer({ script: null });
});

afterAll(async () => {
  await server.stop();
});

/** A server that is stopped when the test is over. */
async function startForTest(options: Parameters<typeof startServer>[0]): Promise<Server> {
  const started = await startServer(options);
  onTestFinished(async () => {
    await started.stop();
  });
  return started;
}

/** A port that something else listens on until the test is over. */
async function takePort(): Promise<string> {
  const listener = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    listener.close();
  });
  await once(listener, 'listening');
  return String((listener.address() as AddressInfo).port);
}

test('the printed curl line stores an order', async () => {
  const line = /^ +(curl .*?)\n\n/ms.exec(server.instructions)?.[1] ?? '';
  const { stdout } = await promisify(execFile)('bash', ['-c', line]);
  const order: Order = JSON.parse(stdout);
  expect(order).toMatchObject({ object: 'order', source_id: 'first', status: 'PAID', amount: 900 });
  const { body } = await server.call<Order>('GET', '/v1/orders/first');
  expect(body).toEqual(order);
});

test('the printed link opens the desk, with the printed key behind the sign that no server is sent', () => {
  const { app_id, app_token } = server.key;
  expect(server.instructions).toContain(`\n  ${server.url}/#connect=${app_id}.${app_token}\n`);
});

test('the page at / may run and call nothing but what is of its own server, in no frame; its files are kept for good', async () => {
  const page = await fetch(`${server.url}/`);
  const policy = page.headers.get('Content-Security-Policy')?.split('; ');
  expect(policy).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
    ]),
  );
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'cache-control': 'public, max-age=0, must-revalidate',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\/|<style|style=|<script(?![^>]* src=)/);
  const links = [...html.matchAll(/(?:src|href)="(\/desk\/[^"]+)"/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) {
    const { status, headers } = await fetch(`${server.url}${link}`);
    expect(status, link).toBe(200);
    expect(headers.get('Cache-Control'), link).toBe('public, max-age=31536000, immutable');
  }
});

test('the printed key pair is that of the key file, which only its owner can read', () => {
  const file = join(server.state, 'admin-key.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ ...server.key, role: 'admin' });
});

test('the printed API reference loads nothing from other hosts', async () => {
  const printed = /API reference: (\S+)/.exec(server.instructions)?.[1] ?? '';
  expect(printed).toBe(`${server.url}/docs`);
  const page = await fetch(printed);
  expect(page.url).toBe(`${server.url}/docs/`);
  expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'self'");
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\//);
  const links = [...html.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, link]) => link);
  expect(links).toHaveLength(3);
  for (const link of links) {
    const { status, headers } = await fetch(new URL(link ?? '', page.url));
    expect(status, link).toBe(200);
    expect(headers.get('Content-Type'), link).toMatch(/^text\/(javascript|css)/);
  }
});

test('the API document and the health check need no key', async () => {
  const document = await server.call<{ openapi: string; paths: object }>('GET', '/openapi.json', {
    key: null,
  });
  expect(document).toMatchObject({ status: 200, body: { paths: { '/v1/orders': expect.anything() } } });
  const health = await server.call('GET', '/health', { key: null });
  expect(health).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('HEAD is answered as GET is, also where it has a body', async () => {
  const call = request(`${server.url}/health`, { method: 'HEAD', headers: { 'Content-Length': '1' } });
  call.end('x');
  const [reply]: IncomingMessage[] = await once(call, 'response');
  expect(reply?.resume().statusCode).toBe(200);
});

test('a second start in the same folder keeps the key and the orders', async () => {
  const state = makeState();
  const first = await startForTest({ state });
  const stored = await first.call<Order>('POST', '/v1/orders', { body: '{"source_id":"kept"}' });
  await first.stop();
  const second = await startForTest({ state });
  expect(second.key).toEqual(first.key);
  const { body } = await second.call<Order>('GET', '/v1/orders/kept');
  expect(body).toEqual(stored.body);
});

test('PORT and DOCKET_STATE say where, and what they name is apart from another server', async () => {
  const state = join(makeState(), 'made-by-start');
  const other = await startForTest({ args: [], environment: { PORT: '0', DOCKET_STATE: state }, state });
  expect(new URL(other.url).port).not.toBe('8787');
  expect(existsSync(join(state, 'admin-key.json'))).toBe(true);
  expect(statSync(state).mode & 0o777).toBe(0o700);
  await other.call('POST', '/v1/orders', { body: '{"source_id":"other"}' });
  expect(await other.call('GET', '/v1/orders/other')).toMatchObject({ status: 200 });
  expect(await server.call('GET', '/v1/orders/other')).toMatchObject({ status: 404 });
  expect(await server.call('GET', '/v1/orders', { key: other.key })).toMatchObject({ status: 401 });
});

test.each(['abc', '-1', '65536', ''])('--port=%s is refused by name', async (port) => {
  const { code, stdout, stderr } = await runScript('start', [`--port=${port}`, '--state', makeState()]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`the port (--port or PORT) must be a number from 0 to 65535, not "${port}"`);
});

test('a port that is taken is refused by name', async () => {
  const port = await takePort();
  const args = ['--port', port, '--state', makeState(), '--script', inject('script')];
  const { code, stdout, stderr } = await runScript('start', args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(new RegExp(`address already in use.*${port}`, 'i'));
});

/** Whether any process of a group is left. */
function isRunning(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

describe.each(['node', 'npm'] as const)('started by %s', (by) => {
  test('a start says at once what it is doing, and SIGTERM ends all of it at any stage', async () => {
    for (const stage of ['Loading the local runtime', 'Bundling the Worker', 'Stop: Ctrl-C']) {
      const args = ['--port', '0', '--state', makeState()];
      // Whoever waits for the end need not wait for the bundling as well.
      if (stage === 'Stop: Ctrl-C') args.push('--script', inject('script'));
      const { child, output } = spawnScript('start', args, {}, { by, detached: true });
      const group = child.pid ?? Number.NaN;
      const ended = once(child, 'close');
      await once(child.stderr, 'data');
      expect(output.stderr).toMatch(/^Loading the local runtime\n/);
      await expect.poll(() => output.stderr + output.stdout).toContain(stage);
      child.kill('SIGTERM');
      expect(await ended, stage).toEqual([0, null]);
      expect(output.stderr).not.toMatch(/error/i);
      await expect.poll(() => isRunning(group), { message: stage }).toBe(false);
      if (stage !== 'Stop: Ctrl-C') continue;
      const [, url] = /Docket is at (\S+)/.exec(output.stdout) ?? [];
      await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
    }
  });
});

test('a start names each stage, and then where it listens', () => {
  const { stages, instructions, url, state } = server;
  expect(stages.trimEnd().split('\n')).toEqual([
    'Loading the local runtime',
    `Migrating the database in ${state}`,
    'Bundling the Worker',
    'Starting the Worker',
  ]);
  expect(instructions).toMatch(new RegExp(`^\\nDocket is at ${url} `));
});
