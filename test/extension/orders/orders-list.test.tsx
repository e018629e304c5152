import { screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { filters, noFilters } from '../../../extension/panel/orders/list-filters.ts';
import { makeCustomer, makeOrder } from '../set-up/factories.ts';
import { expectAccessible, expectSaid, openConnected, typeAtOnce } from '../set-up/panel.tsx';
import { listOf, refuse, Server } from '../set-up/server.ts';
import { scrollToEnd } from '../set-up/setup.ts';

let server: Server;
beforeEach(() => {
  server = new Server();
});

const fill = (count: number) => {
  for (let index = 1; index <= count; index += 1)
    server.put(
      makeOrder({ source_id: `A-${index}`, amount: index * 100, status: index % 2 ? 'PAID' : 'CREATED' }),
    );
};
const rows = () =>
  screen
    .queryAllByRole('row')
    .slice(1)
    .map((row) => within(row).getByRole('link').textContent);
const lists = () => server.callsTo('GET', '/v1/orders?');

describe('the list of orders', () => {
  it('shows status, ID, customer, items, amount, discounted amount and when', async () => {
    const ada = makeCustomer({ name: 'Ada Lovelace' });
    server.put(
      makeOrder(
        {
          source_id: 'A-1',
          status: 'PAID',
          customer_id: ada.id,
          discount_amount: 150,
          items: [
            { quantity: 2, price: 450 },
            { quantity: 1, price: 100 },
          ],
        },
        new Map([[ada.id, ada]]),
      ),
    );
    await openConnected(server);
    const row = await screen.findByRole('row', { name: /A-1/ });
    expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Status',
      'ID',
      'Customer',
      'Items',
      'Amount',
      'Discounted amount',
      'Created',
    ]);
    const cells = within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
    expect(cells.slice(0, 3)).toEqual(['Paid', 'A-1', 'Ada Lovelace']);
    expect(cells.slice(4, 6)).toEqual(['$10.00', '$8.50']);
    const time = row.querySelector('time');
    expect([time?.dateTime, time?.title]).toEqual([
      '2026-01-31T12:00:00.000Z',
      expect.stringMatching(/2026/),
    ]);
    await expectAccessible();
  });

  it('counts a status, and shows one of them', async () => {
    fill(5);
    const { user } = await openConnected(server);
    const paid = await screen.findByRole('button', { name: 'Paid 3' });
    await user.click(paid);
    await waitFor(() => expect(rows()).toEqual(['A-1', 'A-3', 'A-5']));
    expect(paid.getAttribute('aria-pressed')).toBe('true');
    expect(lists().at(-1)?.query.filters).toEqual({ status: { conditions: { $is: ['PAID'] } } });
    await expectSaid('3 orders');
  });

  it('searches when typing pauses, and never shows the answer to an earlier question', async () => {
    fill(30);
    await openConnected(server);
    await screen.findByText('A-1');
    const late = Promise.withResolvers<void>();
    server.answer = (call) => {
      if (call.query.q !== 'A-2') return undefined;
      server.answer = undefined;
      return late.promise.then(() => server.fetch(new URL(call.path, server.url), { headers: call.headers }));
    };
    const search = screen.getByRole('searchbox');
    typeAtOnce(search, 'A-2');
    await waitFor(() => expect(lists().at(-1)?.query.q).toBe('A-2'));
    typeAtOnce(search, 'A-29');
    await waitFor(() => expect(rows()).toEqual(['A-29']));
    late.resolve();
    await waitFor(() => expect(rows()).toEqual(['A-29']));
    expect(
      lists()
        .map(({ query }) => query.q)
        .slice(0, 3),
    ).toEqual([undefined, 'A-2', 'A-29']);
  });

  it('says where a search has more matches than it shows, and searches for the first letter', async () => {
    fill(2);
    const { user } = await openConnected(server);
    const search = await screen.findByRole('searchbox', { name: 'Order number or customer' });
    const hint = 'These are the newest of many matches. Type more to find others.';
    server.answer = ({ query }) =>
      query.q === 'A' ? listOf('orders', [], { total: 100, total_capped: true }) : undefined;
    await user.type(search, 'A');
    await screen.findByText(hint);
    await expectSaid(`${hint} 100+ orders`);
    await user.type(search, '-1');
    await waitFor(() => expect(rows()).toEqual(['A-1']));
    expect(screen.queryByText(hint)).toBeNull();
  });

  it('is read on as its end comes into view, by the cursor, each order once', async () => {
    fill(120);
    await openConnected(server);
    await waitFor(() => expect(rows()).toHaveLength(50));
    await waitFor(() => {
      scrollToEnd();
      expect(rows()).toHaveLength(120);
    });
    expect(new Set(rows()).size).toBe(120);
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
    expect(lists().map(({ query }) => query.counts)).toEqual(['true', undefined, undefined]);
  });

  it('keeps what it has where more cannot be read, and goes on when asked', async () => {
    fill(60);
    const { user } = await openConnected(server);
    await waitFor(() => expect(rows()).toHaveLength(50));
    server.answer = ({ query }) =>
      query.starting_after_id ? refuse('invalid_query_params', undefined, 'no') : undefined;
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    await screen.findByText(/did not accept this/);
    expect(rows()).toHaveLength(50);
    server.answer = undefined;
    const more = screen.getByRole('button', { name: 'Load more' });
    await user.click(more);
    await waitFor(() => expect(rows()).toHaveLength(60));
  });

  it('is refreshed in place: its rows stay, and so does the focus', async () => {
    fill(60);
    const { user } = await openConnected(server);
    await waitFor(() => expect(rows()).toHaveLength(50));
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(rows()).toHaveLength(60));
    const first = screen.getByRole('link', { name: 'A-1' });
    const refresh = screen.getByRole('button', { name: 'Refresh' });
    await user.click(refresh);
    await expectSaid('Up to date');
    expect(rows()).toHaveLength(60);
    expect(screen.getByRole('link', { name: 'A-1' })).toBe(first);
    expect(refresh).toHaveFocus();
  });

  it('does not say that it is up to date where it could not be read', async () => {
    fill(1);
    const { user } = await openConnected(server);
    await screen.findByText('A-1');
    const before = screen.queryAllByText('Up to date').length;
    server.answer = () => refuse('missing_scope', undefined, 'needs orders:read');
    await user.click(screen.getByRole('button', { name: 'Refresh' }));
    await expectSaid('This key may not do that. needs orders:read');
    expect(screen.queryAllByText('Up to date')).toHaveLength(before);
    expect(rows()).toEqual(['A-1']);
  });

  it('is sorted as chosen', async () => {
    fill(2);
    const { user } = await openConnected(server);
    await user.selectOptions(await screen.findByLabelText('Sort by'), 'Oldest first');
    await waitFor(() => expect(lists().at(-1)?.query.order).toBe('created_at'));
  });

  it('is gone through with the arrows, and opens with Enter; Back is where one was', async () => {
    fill(3);
    const { user } = await openConnected(server);
    const first = await screen.findByRole('link', { name: 'A-1' });
    first.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    expect(screen.getByRole('link', { name: 'A-2' })).toHaveFocus();
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Order A-2' });
    await user.click(screen.getByRole('button', { name: 'Back' }));
    await waitFor(() => expect(screen.getByRole('link', { name: 'A-2' })).toHaveFocus());
  });

  it('has keys for search and a new order, which are letters where text is typed', async () => {
    fill(1);
    const { user } = await openConnected(server);
    await screen.findByText('A-1');
    await user.keyboard('/');
    const search = screen.getByRole('searchbox');
    expect(search).toHaveFocus();
    await user.keyboard('n');
    expect(search).toHaveValue('n');
    search.blur();
    await user.keyboard('n');
    await screen.findByRole('heading', { name: 'New order' });
  });
});

describe('filters', () => {
  it('act as they are typed, are counted on their button, and are cleared there', async () => {
    fill(3);
    const { user } = await openConnected(server);
    await screen.findByText('A-1');
    await user.click(screen.getByRole('button', { name: /Filters/ }));
    const sheet = within(await screen.findByRole('dialog'));
    await user.type(sheet.getByLabelText('Amount from'), '2');
    await user.type(sheet.getByLabelText('Key'), 'color');
    await user.type(sheet.getByLabelText('Value'), 'red');
    await waitFor(() =>
      expect(lists().at(-1)?.query.filters).toEqual({
        total_amount: { conditions: { $more_than_equal: ['200'] } },
        'metadata.color': { conditions: { $is: ['red'] } },
      }),
    );
    await expectAccessible();
    await user.click(sheet.getByRole('button', { name: 'Done' }));
    const button = await screen.findByRole('button', { name: /Filters\s*2/ });
    await waitFor(() => expect(button).toHaveFocus());
    await user.click(button);
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Clear' }));
    await screen.findByRole('button', { name: 'Filters', hidden: true });
    expect(filters.value).toEqual(noFilters);
  });

  it('find a customer by search', async () => {
    const ada = makeCustomer({ name: 'Ada Lovelace' });
    server.customers.set(ada.id, ada);
    fill(1);
    const { user } = await openConnected(server);
    await user.click(await screen.findByRole('button', { name: /Filters/ }));
    const sheet = within(await screen.findByRole('dialog'));
    await user.type(sheet.getByRole('combobox', { name: 'Customer' }), 'ada');
    await user.click(await sheet.findByRole('option', { name: /Ada/ }));
    await waitFor(() =>
      expect(lists().at(-1)?.query.filters).toEqual({ customer_id: { conditions: { $is: [ada.id] } } }),
    );
  });
});

describe('where there is nothing', () => {
  it('says that there are no orders yet', async () => {
    await openConnected(server);
    await screen.findByText('There are no orders yet.');
    expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull();
    await expectAccessible();
  });

  it('says that nothing matches, and clears what was asked', async () => {
    fill(2);
    const { user } = await openConnected(server);
    await user.type(await screen.findByRole('searchbox'), 'nothing like it');
    await screen.findByText('No order matches these filters.');
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(rows()).toEqual(['A-1', 'A-2']));
    expect(document.activeElement).not.toBe(document.body);
  });

  it('says what went wrong, with the request that did, and tries again', async () => {
    fill(1);
    server.answer = ({ path }) =>
      path.startsWith('/v1/orders?') ? refuse('missing_scope', undefined, 'needs orders:read') : undefined;
    const { user } = await openConnected(server);
    await screen.findByText('req_1');
    await expectSaid('This key may not do that. needs orders:read');
    await expectAccessible();
    server.answer = undefined;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('A-1');
    expect(document.activeElement).not.toBe(document.body);
  });
});
