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

const accept = async () => (await screen.findByRole('button', { name: 'Use these lines' })).click();
const selected = 'Order #1001\n2 x Mug $4.50\nada@lovelace.example\nTotal $9.00';

describe('a new order from a selection', () => {
  it('shows what was read first, and begins with it once that is accepted', async () => {
    browser.scripting.answer = selected;
    await openConnected(server);
    beginAskedFor();
    await select(selected.replaceAll('\n', ' '));
    await screen.findByText('1 of 1 lines, total agrees');
    expect(screen.getByRole('checkbox')).toHaveProperty('checked', true);
    await accept();
    await heading();
    expect((await screen.findAllByLabelText('Source ID'))[0]).toHaveValue('1001');
    expect(screen.getByLabelText('Quantity')).toHaveValue('2');
    expect(screen.getByLabelText('Price')).toHaveValue('4.50');
    await waitFor(async () => expect(await readDrafts()).toHaveLength(1));
  });

  it('takes the menu’s own copy where a page lets no script in', async () => {
    await openConnected(server);
    beginAskedFor();
    await select(selected);
    await screen.findByText('1 of 1 lines, total agrees');
  });

  it('ticks nothing where the total is not there, and says so', async () => {
    await openConnected(server);
    beginAskedFor();
    await select('2 x Mug $4.50');
    await screen.findByText(/The page has no total/);
    expect(screen.getByRole('checkbox')).toHaveProperty('checked', false);
    expect(screen.getByRole('button', { name: 'Use these lines' })).toHaveProperty('disabled', true);
  });

  it('refuses another currency, and names both', async () => {
    await openConnected(server);
    beginAskedFor();
    await select(selected.replaceAll('$', '€'));
    await screen.findByText('This page is in EUR, the desk in USD. Nothing is taken over.');
    expect(screen.queryByRole('button', { name: 'Use these lines' })).toBeNull();
  });

  it('is shown in the window of the page, not in another', async () => {
    await openConnected(server);
    beginAskedFor();
    await select(selected, { id: 8, windowId: 2 });
    await select(selected.replace('1001', '2002'));
    await screen.findByText('2002');
    expect(screen.queryByText('1001')).toBeNull();
  });

  it('is shown when the panel opens, and when it is connected at last', async () => {
    await select(selected);
    await openPanel();
    beginAskedFor();
    await screen.findByRole('heading', { name: 'Connect to Docket' });
    await connectTo(server);
    await screen.findByText('1001');
  });

  it('leaves the form that was open as it is', async () => {
    await openConnected(server);
    beginAskedFor();
    beginOrder(server.url, {}, 'typed before');
    await select(selected);
    await accept();
    await heading();
    await waitFor(async () => expect(await readDrafts()).toHaveLength(2));
  });

  it('is not begun by a key that may not write', async () => {
    server.role = 'analyst';
    await openConnected(server);
    beginAskedFor();
    await select(selected);
    expect(await readDrafts()).toEqual([]);
    expect(screen.queryByRole('heading', { name: 'From this page' })).toBeNull();
  });
});

describe('an order that is read from a page', () => {
  const page = {
    url: 'https://shop.example/orders/3421',
    candidates: [
      {
        reader: 'table',
        sourceId: '3421',
        customer: { name: 'Ada Fielding', email: 'ada@fielding.example' },
        lines: [{ name: 'Mug', sku: 'MUG-SP', quantity: '2', unitPrice: '$14.50', amount: '$29.00' }],
        totals: [
          { kind: 'shipping', label: 'Shipping', amount: '$5.00' },
          { kind: 'discount', label: 'Discount', amount: '-$4.00' },
          { kind: 'total', label: 'Total', amount: '$30.00' },
        ],
        notUnderstood: ['Gift note'],
      },
    ],
  };
  const action = fakeBrowser.action.onClicked;

  it('begins a form whose total is the page’s, by one click on the toolbar', async () => {
    browser.scripting.answer = page;
    await openConnected(server);
    beginAskedFor();
    await action.trigger({ id: 7, windowId: 1 } as never);
    await screen.findByText('1 of 1 lines, total agrees');
    await screen.findByText('1 row was not understood');
    await accept();
    await heading();
    await waitFor(() => expect(document.querySelector('.summary-total')?.textContent).toBe('$30.00'));
    expect(screen.getAllByLabelText('Price').map((field) => (field as HTMLInputElement).value)).toEqual([
      '14.50',
      '5.00',
    ]);
  });

  it('does not take the panel’s place where the page has none', async () => {
    browser.scripting.answer = { url: 'https://news.example/', candidates: [], problem: 'no_order' };
    await openConnected(server);
    beginAskedFor();
    await action.trigger({ id: 7, windowId: 1 } as never);
    expect(screen.queryByRole('heading', { name: 'From this page' })).toBeNull();
  });

  it('says why a page is not read when it was asked for by key', async () => {
    browser.scripting.answer = {
      url: 'https://shop.example/orders',
      candidates: [],
      problem: 'list_of_orders',
    };
    await openConnected(server);
    beginAskedFor();
    await browser.commands.onCommand.trigger('capture_order', { id: 7, windowId: 1 } as never);
    await screen.findByText('This page lists orders. Open one of them and try again.');
  });
});
