import { screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CreateOrder, Order } from '../../../shared/orders/orders.ts';
import { makeCustomer, makeOrder } from '../set-up/factories.ts';
import { expectAccessible, expectSaid, openConnected } from '../set-up/panel.tsx';
import { refuse, Server } from '../set-up/server.ts';

let server: Server;
let order: Order;
beforeEach(() => {
  server = new Server();
  const ada = makeCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
  server.customers.set(ada.id, ada);
  const given: Partial<CreateOrder> = {
    source_id: 'A-1',
    customer_id: ada.id,
    discount_amount: 100,
    metadata: { color: 'red', gone: null },
    items: [{ quantity: 2, price: 450, discount_amount: 50, product: { name: 'Blue mug' } }],
  };
  order = server.put(makeOrder(given, server.customers));
});

const open = () => openConnected(server, { screen: 'order', id: order.id });
const button = (name: string) => screen.findByRole('button', { name });
const puts = () => server.callsTo('PUT', '/v1/orders');
const status = () => document.querySelector('main .badge')?.textContent;

type User = Awaited<ReturnType<typeof open>>['user'];

/** A step that changes what the customer has spent, which is asked once. */
async function pay(user: User): Promise<void> {
  await user.click(await button('Mark as paid'));
  await user.click(await button('Change to Paid'));
}

describe('an order', () => {
  it('shows its totals and discounts, lines, customer and attributes', async () => {
    await open();
    await screen.findByText('Blue mug');
    const totals = document.querySelector('.totals')?.textContent;
    expect(totals).toBe('Amount$9.00Discount on items−$0.50Discount on the order−$1.00Total$7.50');
    screen.getByRole('link', { name: 'Ada Lovelace' });
    screen.getByText('color');
    expect(screen.queryByText('gone')).toBeNull();
    await expectAccessible();
  });

  it('has its id copied', async () => {
    const { user } = await open();
    await user.click(await button('Copy ID'));
    await expectSaid('Copied');
    expect(await navigator.clipboard.readText()).toBe(order.id);
  });

  it('shows who did what, newest first', async () => {
    const event = {
      id: 'evt_1',
      type: 'order.paid',
      created_at: '2026-01-31T12:00:00.000Z',
      data: {
        order: { id: order.id, object: 'order' },
        changes: [{ field: 'status', old: 'CREATED', new: 'PAID' }, { field: 'metadata.color' }],
      },
      event_source: { channel: 'API', api_key: { id: 'key_1', name: 'Grace’s key', app_id: 'app_1' } },
    };
    server.answer = ({ path }) =>
      path.includes('/activity')
        ? Response.json({ object: 'list', data_ref: 'data', data: [event], has_more: false })
        : undefined;
    await open();
    await screen.findByText('by Grace’s key');
    const timeline = document.querySelector('.timeline')?.textContent;
    expect(timeline).toMatch(/Order paid.*Status: Created → Paid.*color/);
  });

  it('that is not there says so', async () => {
    await openConnected(server, { screen: 'order', id: 'ord_none' });
    await expectSaid('This is not there any more. Resource not found');
    await expectAccessible();
  });
});

describe('its status', () => {
  it('is changed with the version that was seen, is told, and the focus stays by it', async () => {
    const { user } = await open();
    await pay(user);
    await expectSaid('The order is now: Paid');
    await waitFor(() => expect(status()).toBe('Paid'));
    expect(puts().map(({ body, headers }) => [body, headers.get('If-Match')])).toEqual([
      [{ status: 'PAID' }, '"1"'],
    ]);
    expect(document.querySelector('main section')?.contains(document.activeElement)).toBe(true);
    await user.click(await button('Back to fulfilled, unpaid'));
    await user.click(await button('Change to Fulfilled'));
    await waitFor(() => expect(status()).toBe('Fulfilled'));
    expect(puts()[1]?.headers.get('If-Match')).toBe('"2"');
  });

  it('says what it means for money, and asks once before the customer has spent more or less', async () => {
    const { user } = await open();
    const main = () => document.querySelector('main')?.textContent;
    await button('Mark as paid');
    expect(main()).toContain('Not paid yet. Only paid orders count as spent.');
    await user.click(await button('Mark as fulfilled'));
    await waitFor(() => expect(status()).toBe('Fulfilled'));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(main()).toContain('Carried out, but not paid yet.');
    await user.click(await button('Mark as paid'));
    const paying = await screen.findByRole('dialog', { name: 'Change order A-1 to Paid?' });
    expect(paying.textContent).toContain('$7.50 will count as spent by Ada Lovelace.');
    await expectAccessible();
    await user.click(within(paying).getByRole('button', { name: 'Change to Paid' }));
    await waitFor(() => expect(status()).toBe('Paid'));
    expect(main()).toContain('counts as spent by its customer');
    for (const [name, to] of [
      ['Back to fulfilled, unpaid', 'Change order A-1 to Fulfilled?'],
      ['Back to created, unpaid', 'Change order A-1 to Created?'],
      ['Cancel order', 'Cancel order A-1?'],
    ] as const) {
      await user.click(await button(name));
      const dialog = await screen.findByRole('dialog', { name: to });
      expect(dialog.textContent).toContain('$7.50 will no longer count as spent by Ada Lovelace.');
      await user.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
    expect(status()).toBe('Paid');
    expect(puts()).toHaveLength(2);
  });

  it('is changed at once where nobody spends anything', async () => {
    order = server.put(makeOrder({ source_id: 'A-2', amount: 100 }, server.customers));
    const { user } = await open();
    await user.click(await button('Mark as paid'));
    await waitFor(() => expect(status()).toBe('Paid'));
    await user.click(await button('Back to fulfilled, unpaid'));
    await waitFor(() => expect(status()).toBe('Fulfilled'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is canceled after one question, which Escape answers with no', async () => {
    const { user } = await open();
    await user.click(await button('Cancel order'));
    await screen.findByRole('dialog', { name: 'Cancel order A-1?' });
    await expectAccessible();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(puts()).toHaveLength(0);
    expect(await button('Cancel order')).toHaveFocus();
    await user.click(await button('Cancel order'));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancel order' }));
    await waitFor(() => expect(status()).toBe('Canceled'));
    expect(puts()).toHaveLength(1);
  });

  it('that was changed elsewhere is shown beside what was wanted, and nothing is overwritten unasked', async () => {
    const { user } = await open();
    await button('Mark as paid');
    server.put({ ...order, status: 'CANCELED' });
    await pay(user);
    const dialog = within(await screen.findByRole('dialog', { name: 'This order was changed meanwhile' }));
    expect([...document.querySelectorAll('dialog .badge')].map(({ textContent }) => textContent)).toEqual([
      'Paid',
      'Canceled',
    ]);
    await expectAccessible();
    await user.click(dialog.getByRole('button', { name: 'Keep as it is' }));
    await waitFor(() => expect(status()).toBe('Canceled'));
    expect(server.orders.get(order.id)?.order.status).toBe('CANCELED');
    await pay(user);
    await waitFor(() => expect(server.orders.get(order.id)?.order.status).toBe('PAID'));
  });

  it('can be changed on top of what was changed elsewhere, if that is wanted', async () => {
    const { user } = await open();
    await button('Mark as paid');
    server.put({ ...order, status: 'CANCELED' });
    await pay(user);
    await user.click(await button('Change to Paid anyway'));
    await waitFor(() => expect(status()).toBe('Paid'));
    expect(puts().map(({ headers }) => headers.get('If-Match'))).toEqual(['"1"', '"2"']);
  });

  it('that is as wanted already is no conflict, as after a reply that was lost', async () => {
    const { user } = await open();
    await button('Mark as paid');
    server.put({ ...order, status: 'PAID' });
    await pay(user);
    await expectSaid('The order is now: Paid');
    await waitFor(() => expect(status()).toBe('Paid'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('that cannot be changed says why', async () => {
    const { user } = await open();
    await button('Mark as paid');
    server.answer = ({ method }) =>
      method === 'PUT' ? refuse('missing_scope', undefined, 'needs orders:write') : undefined;
    await pay(user);
    await expectSaid('This key may not do that. needs orders:write');
    expect(status()).toBe('Created');
  });

  it('says so where the server goes away between the conflict and the question what is there', async () => {
    const { user } = await open();
    await button('Mark as paid');
    server.put({ ...order, status: 'CANCELED' });
    let isRefused = false;
    server.answer = ({ method }) => {
      if (method === 'PUT') isRefused = true;
      return method === 'GET' && isRefused ? refuse('not_found') : undefined;
    };
    await pay(user);
    await expectSaid('This is not there any more. Resource not found');
  });
});
