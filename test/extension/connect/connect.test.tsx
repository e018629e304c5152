import { screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { readConnection } from '../../../extension/connection/connection.ts';
import { newOrderDraft } from '../../../extension/drafts/orders/order-draft.ts';
import { orderDraftStorage } from '../../../extension/drafts/orders/order-draft-storage.ts';
import { browser } from '../set-up/browser.ts';
import { makeOrder } from '../set-up/factories.ts';
import { errorOf, expectAccessible, expectSaid, openConnected, openPanel } from '../set-up/panel.tsx';
import { refuse, Server } from '../set-up/server.ts';

const { read: readDraft, store: storeDraft } = orderDraftStorage;

let server: Server;
beforeEach(() => {
  server = new Server();
  server.put(makeOrder({ source_id: 'A-1' }));
});

const url = () => screen.findByLabelText('API URL');
const appId = () => screen.getByLabelText('App ID');
const token = () => screen.getByLabelText('Token');
const connect = () => screen.getByRole('button', { name: 'Connect' });
const line = () => `${server.url} ${server.appId} ${server.appToken}`;

describe('connecting', () => {
  it('takes one pasted line apart, in whichever field it is pasted, and tests it before it is stored', async () => {
    const { user } = await openPanel();
    await user.click(await url());
    await user.paste(line());
    expect(await url()).toHaveValue(server.url);
    expect(appId()).toHaveValue(server.appId);
    expect(token()).toHaveValue(server.appToken);
    await expectAccessible();
    const test = Promise.withResolvers<Response>();
    server.answer = ({ path }) => (path === '/v1/project' ? test.promise : undefined);
    await user.click(connect());
    await waitFor(() => expect(server.callsTo('GET', '/v1/project')).toHaveLength(1));
    expect(await readConnection()).toBeNull();
    server.answer = undefined;
    test.resolve(Response.json(server.project()));
    await screen.findByText('A-1');
    await expectSaid('Connected to api.example');
    expect(await readConnection()).toMatchObject({ url: server.url, appToken: server.appToken });
  });

  it('asks for the right to call that server alone, and keeps the token from pages', async () => {
    const { user } = await openPanel();
    await user.click(await url());
    await user.paste(line());
    await user.click(connect());
    await screen.findByText('A-1');
    expect([...browser.permissions.granted]).toEqual(['https://api.example/*']);
    expect(browser.storage.local.accessLevel).toBe('TRUSTED_CONTEXTS');
  });

  it('never shows the token again', async () => {
    await openConnected(server, { screen: 'settings' });
    await screen.findByText(server.appId);
    expect(document.body.innerHTML).not.toContain(server.appToken);
    expect(location.href).not.toContain(server.appToken);
    expect(server.calls.every(({ path }) => !path.includes(server.appToken))).toBe(true);
  });

  it.each([
    [
      '',
      '',
      '',
      [
        'Enter an address that begins with https:// (http:// only for this computer).',
        'Enter the App ID of the key.',
        'Enter the token of the key.',
      ],
    ],
    [
      'http://api.example',
      'app',
      'x',
      ['Enter an address that begins with https:// (http:// only for this computer).', '', ''],
    ],
  ])('does not begin with %j, %j, %j', async (typedUrl, typedId, typedToken, errors) => {
    const { user } = await openPanel();
    await url();
    if (typedUrl) await user.type(await url(), typedUrl);
    if (typedId) await user.type(appId(), typedId);
    if (typedToken) await user.type(token(), typedToken);
    await user.click(connect());
    await waitFor(async () => expect([await url(), appId(), token()].map(errorOf)).toEqual(errors));
    await waitFor(async () => expect(await url()).toHaveFocus());
    expect(server.calls).toEqual([]);
    await expectAccessible();
  });

  it.each([
    [
      'a key that the server does not know',
      () => refuse('unauthorized'),
      'The server does not accept this App ID and token.',
    ],
    [
      'a server that is away',
      () => Promise.reject(new TypeError()),
      'The server does not answer. What you have typed is kept.',
    ],
    ['what is not the API', () => new Response('<html>'), /not what this version of Docket expects/],
  ])('with %s stores nothing, says why, and keeps what was typed', async (_, answer, told) => {
    const { user } = await openPanel();
    await user.click(await url());
    await user.paste(line());
    server.answer = answer;
    await user.click(connect());
    await screen.findByText(told, { selector: '.error, .notice' });
    expect(await readConnection()).toBeNull();
    expect(token()).toHaveValue(server.appToken);
    expect(document.activeElement).not.toBe(document.body);
    await expectAccessible();
  });

  it('without the browser’s permission stores nothing and says so', async () => {
    browser.permissions.isGiven = false;
    const { user } = await openPanel();
    await user.click(await url());
    await user.paste(line());
    await user.click(connect());
    await expectSaid("Docket needs the browser's permission to call this server.");
    expect(await readConnection()).toBeNull();
    expect(server.calls).toEqual([]);
  });

  it('is asked once, however often the button is pressed', async () => {
    const { user } = await openPanel();
    await user.click(await url());
    await user.paste(line());
    await user.dblClick(connect());
    await screen.findByText('A-1');
    expect(server.callsTo('GET', '/v1/project')).toHaveLength(1);
  });
});

describe('settings', () => {
  it('show the connection and what the key may do', async () => {
    server.role = 'staff';
    await openConnected(server, { screen: 'settings' });
    await screen.findByText('staff');
    screen.getByText('orders:write');
    expect(screen.queryByText('keys:manage')).toBeNull();
    await expectAccessible();
  });

  it('disconnect after one question, give the permission back, and keep drafts', async () => {
    browser.permissions.granted.add('https://api.example/*');
    const draft = newOrderDraft(server.url, { sourceId: 'A-9' });
    await storeDraft(draft);
    const { user } = await openConnected(server, { screen: 'settings' });
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toMatch(/Drafts and orders that wait to be sent stay here/);
    await expectAccessible();
    const [, yes] = screen.getAllByRole('button', { name: 'Disconnect' });
    await user.click(yes ?? dialog);
    await screen.findByRole('heading', { name: 'Connect to Docket' });
    expect(await readConnection()).toBeNull();
    expect([...browser.permissions.granted]).toEqual([]);
    expect(await readDraft(draft.id)).toBeDefined();
  });
});

describe('what stands between the panel and the server', () => {
  const banner = () => document.querySelector('.connection-problem')?.textContent;

  it('is told where the server is away, and goes when it is back', async () => {
    browser.permissions.granted.add('https://api.example/*');
    const { user } = await openConnected(server);
    await screen.findByText('A-1');
    server.isAway = true;
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    await waitFor(() => expect(banner()).toMatch(/Docket goes on trying/));
    await expectSaid('The server does not answer. Docket goes on trying.');
    screen.getByText('A-1');
    await expectAccessible();
    server.isAway = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(banner()).toBeUndefined());
    expect(document.activeElement).not.toBe(document.body);
  });

  it('is told where the key was revoked, and leads to where another is entered', async () => {
    const { user } = await openConnected(server);
    await screen.findByText('A-1');
    server.answer = () => refuse('unauthorized');
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    await waitFor(() => expect(banner()).toMatch(/revoked or is wrong/));
    await user.click(screen.getByRole('button', { name: 'Connect again' }));
    await screen.findByRole('heading', { name: 'Settings' });
    expect(await url()).toHaveValue(server.url);
    server.answer = undefined;
    await user.click(await url());
    await user.clear(await url());
    await user.paste(line());
    await user.click(connect());
    await screen.findByText('A-1');
    await waitFor(() => expect(banner()).toBeUndefined());
  });

  it('is told where the browser has withdrawn its permission, and is asked for it again', async () => {
    const { user } = await openConnected(server);
    await screen.findByText('A-1');
    server.answer = () =>
      browser.permissions.granted.size === 0 ? Promise.reject(new TypeError()) : undefined;
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    await waitFor(() => expect(banner()).toMatch(/does not let Docket call/));
    await user.click(screen.getByRole('button', { name: 'Allow access' }));
    await waitFor(() => expect(banner()).toBeUndefined());
  });
});
