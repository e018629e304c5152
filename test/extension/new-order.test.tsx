import { screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { openOnDemand } from '../../extension/background/new-order.ts';
import { beginOrder } from '../../extension/drafts/orders/begin-order.ts';
import { orderDraftStorage } from '../../extension/drafts/orders/order-draft-storage.ts';
import { beginAskedFor } from '../../extension/panel/asked-for.ts';
import { browser } from './set-up/browser.ts';
import { connectTo } from './set-up/connect.ts';
import { openConnected, openPanel } from './set-up/panel.tsx';
import { Server } from './set-up/server.ts';

const { readAll: readDrafts } = orderDraftStorage;

const tab = { id: 7, windowId: 1 };
const select = (selectionText: string, from = tab) =>
  browser.contextMenus.onClicked.trigger({ menuItemId: 'new-order', selectionText }, from);
const heading = () => screen.findByRole('heading', { name: 'New order' });

let server: Server;
beforeEach(() => {
  server = new Server();
  openOnDemand();
});

describe('the ways to the panel', () => {
  it('are a menu of selected text, the toolbar and a key, each beside the tab that was acted on', async () => {
    await fakeBrowser.runtime.onInstalled.trigger({ reason: 'install' } as never);
    expect(browser.contextMenus.entries).toMatchObject([
      { id: 'new-order', title: 'New order from selection' },
    ]);
    await fakeBrowser.action.onClicked.trigger({ windowId: 2 } as never);
    await browser.commands.onCommand.trigger('new_order', { windowId: 3 });
    await select('x');
    expect(browser.sidePanel.opened).toEqual([2, 3, 1]);
  });
});

describe('a new order from a selection', () => {
  it('begins with what was selected, line by line, and is kept', async () => {
    browser.scripting.answer = 'Order #1001\n2 x Mug 4.50\nada@example.com';
    await openConnected(server);
    beginAskedFor();
    await select('Order #1001 2 x Mug 4.50 ada@example.com');
    await heading();
    expect(await screen.findByLabelText('Source ID')).toHaveValue('1001');
    expect(screen.getByLabelText('Quantity')).toHaveValue('2');
    await waitFor(async () =>
      expect((await readDrafts()).map(({ selection }) => selection)).toEqual([browser.scripting.answer]),
    );
  });

  it('takes the menu’s own copy where a page lets no script in', async () => {
    await openConnected(server);
    beginAskedFor();
    await select('Order #1001');
    expect(await screen.findByLabelText('Source ID')).toHaveValue('1001');
  });

  it('is begun in the window of the page, not in another', async () => {
    await openConnected(server);
    beginAskedFor();
    await select('Order #1001', { id: 8, windowId: 2 });
    await select('Order #2002');
    expect(await screen.findByLabelText('Source ID')).toHaveValue('2002');
    expect(await readDrafts()).toHaveLength(1);
  });

  it('is begun when the panel opens, and when it is connected at last', async () => {
    await select('Order #1001');
    await openPanel();
    beginAskedFor();
    await screen.findByRole('heading', { name: 'Connect to Docket' });
    await connectTo(server);
    expect(await screen.findByLabelText('Source ID')).toHaveValue('1001');
  });

  it('leaves the form that was open as it is', async () => {
    await openConnected(server);
    beginAskedFor();
    beginOrder(server.url, {}, 'typed before');
    await select('Order #1001');
    await heading();
    await waitFor(async () => expect(await readDrafts()).toHaveLength(2));
  });

  it('is not begun by a key that may not write', async () => {
    server.role = 'analyst';
    await openConnected(server);
    beginAskedFor();
    await select('Order #1001');
    expect(await readDrafts()).toEqual([]);
    expect(screen.queryByRole('heading', { name: 'New order' })).toBeNull();
  });
});
