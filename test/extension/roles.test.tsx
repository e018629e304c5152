import { screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { newLine } from '../../extension/drafts/orders/order-draft.ts';
import type { Role } from '../../shared/keys/roles.ts';
import { makeOrder, makeProduct } from './set-up/factories.ts';
import { openConnected, openForm, section } from './set-up/panel.tsx';
import { Server } from './set-up/server.ts';

let server: Server;
beforeEach(() => {
  server = new Server();
  server.put(makeOrder({ source_id: 'A-1', customer_id: 'cust_1' }));
});

const isOffered = (role: 'button' | 'link', name: string) => screen.queryByRole(role, { name }) !== null;

describe('what a key may not do is not offered', () => {
  it.each<[Role, Record<string, boolean>]>([
    ['admin', { 'New order': true, Customers: true, Export: true }],
    ['staff', { 'New order': true, Customers: true, Export: true }],
    ['analyst', { 'New order': false, Customers: true, Export: true }],
    ['ingest', { 'New order': true, Customers: false, Export: false }],
  ])('in the list, to %s', async (role, offered) => {
    server.role = role;
    await openConnected(server);
    await screen.findByRole('link', { name: 'Settings' });
    for (const [name, is] of Object.entries(offered))
      expect([name, isOffered(name === 'New order' ? 'button' : 'link', name)]).toEqual([name, is]);
  });

  it('on an order, to an analyst', async () => {
    server.role = 'analyst';
    const [{ order } = { order: undefined }] = server.orders.values();
    await openConnected(server, { screen: 'order', id: order?.id ?? '' });
    await screen.findByRole('heading', { name: 'Order A-1' });
    for (const name of ['Edit', 'Mark as paid', 'Cancel order'])
      expect(isOffered('button', name)).toBe(false);
  });

  it('by the key n, to an analyst', async () => {
    server.role = 'analyst';
    const { user } = await openConnected(server);
    await screen.findByText('A-1');
    await user.keyboard('n');
    expect(screen.queryByRole('heading', { name: 'New order' })).toBeNull();
  });

  it('in the form, to ingest, who may write but not look anything up', async () => {
    server.role = 'ingest';
    server.products.push(makeProduct('Blue mug', 450));
    const { user, search } = await openForm(server, { lines: [newLine({ name: 'Mug', price: '1' })] });
    await user.type(search, 'Blue mug');
    await screen.findByRole('option', { name: /free line/ });
    await user.clear(search);
    await user.type(section('Customer').getByRole('combobox'), 'grace');
    await screen.findByRole('option', { name: /New customer/ });
    await waitFor(() =>
      expect(
        server.calls
          .filter(({ method }) => method === 'GET')
          .map(({ path }) => path)
          .filter((path) => /products|customers|schemas/.test(path)),
      ).toEqual([]),
    );
  });

  it('as soon as the server says that the key has lost it', async () => {
    const { user } = await openConnected(server);
    await screen.findByRole('button', { name: 'New order' });
    server.role = 'analyst';
    const { refreshProject } = await import('../../extension/panel/session/session.ts');
    await refreshProject();
    await waitFor(() => expect(isOffered('button', 'New order')).toBe(false));
    await user.keyboard('n');
    expect(screen.queryByRole('heading', { name: 'New order' })).toBeNull();
  });
});
