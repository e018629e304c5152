import { screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { orderDraftStorage } from '../../../extension/drafts/orders/order-draft-storage.ts';
import { makeCustomer, makeProduct } from '../set-up/factories.ts';
import { expectAccessible, expectSaid, openForm, section, typeAtOnce } from '../set-up/panel.tsx';
import { listOf, Server } from '../set-up/server.ts';

const { read: readDraft } = orderDraftStorage;

let server: Server;
beforeEach(() => {
  server = new Server();
  server.products.push(
    makeProduct('Blue mug', 450),
    makeProduct('Teapot', 1900, [
      ['POT-S', 1900],
      ['POT-L', 2500],
    ]),
  );
  const ada = makeCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
  server.customers.set(ada.id, ada);
});

const option = (name: RegExp) => screen.findByRole('option', { name });
/** The suggestion that Enter would choose, once it is this one. */
const offered = (name: RegExp) =>
  waitFor(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(id)?.textContent).toMatch(name);
  });
const total = () => document.querySelector('.summary-total')?.textContent;

describe('a new order, with the keyboard alone', () => {
  it('begins in the search for items, and takes lines, quantity and price without leaving the keys', async () => {
    const { user, search, id } = await openForm(server);
    await waitFor(() => expect(search).toHaveFocus());
    await user.keyboard('mug');
    await offered(/Blue mug/);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Quantity')).toHaveFocus());
    await user.keyboard('2{Enter}');
    expect(search).toHaveFocus();
    expect(search).toHaveValue('');
    await user.keyboard('pot-l');
    await offered(/POT-L/);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getAllByLabelText('Quantity')[1]).toHaveFocus());
    await user.keyboard('{Enter}Gift wrap');
    await offered(/Gift wrap/);
    await user.keyboard('{Enter}{Tab}3{Enter}');
    await waitFor(() => expect(total()).toBe('$37.00'));
    await user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByRole('heading', { name: `Order ${id}` });
    expect(server.orders.get(id)?.order).toMatchObject({
      total_amount: 3700,
      items: [
        { quantity: 2, price: 450, product: { name: 'Blue mug' } },
        { quantity: 1, price: 2500, sku: { sku: 'POT-L' } },
        { quantity: 1, price: 300, product: { name: 'Gift wrap' } },
      ],
    });
    expect(await readDraft(id)).toBeUndefined();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  it('moves among what is found with the arrows', async () => {
    const { user, search } = await openForm(server);
    await user.type(search, 'pot');
    await option(/POT-S/);
    await offered(/POT-S/);
    await user.keyboard('{ArrowDown}');
    await offered(/POT-L/);
    await user.keyboard('{ArrowUp}');
    await offered(/POT-S/);
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(screen.getByLabelText('Price')).toHaveValue('25.00'));
    await expectAccessible();
  });

  it('chooses a customer, and goes on where that was done', async () => {
    const { user } = await openForm(server);
    const field = section('Customer').getByRole('combobox');
    await user.type(field, 'ada');
    await offered(/Ada Lovelace/);
    await user.keyboard('{Enter}');
    const remove = await section('Customer').findByRole('button', { name: /Remove/ });
    await waitFor(() => expect(remove).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(section('Customer').getByRole('combobox')).toHaveFocus());
  });

  it('makes a new customer of what was typed to find one', async () => {
    const { user, id } = await openForm(server);
    await user.type(section('Customer').getByRole('combobox'), 'grace@example.com');
    await offered(/New customer/);
    await user.keyboard('{Enter}');
    const name = await section('Customer').findByLabelText('Name');
    await waitFor(() => expect(name).toHaveFocus());
    expect(section('Customer').getByLabelText('Email')).toHaveValue('grace@example.com');
    await user.keyboard('Grace{Control>}{Enter}{/Control}');
    await screen.findByRole('heading', { name: `Order ${id}` });
    expect(server.orders.get(id)?.order.customer).toMatchObject({
      name: 'Grace',
      email: 'grace@example.com',
    });
  });

  it('leaves with Escape, and keeps what was typed', async () => {
    const { user, id } = await openForm(server, { sourceId: 'A-1' });
    await user.click(screen.getByLabelText('Source ID'));
    await user.keyboard('7{Escape}');
    await expectSaid('The draft is kept.');
    await screen.findByRole('heading', { name: 'Orders' });
    await waitFor(async () => expect((await readDraft(id))?.form.sourceId).toBe('A-17'));
    await screen.findByText(/New order: A-17/);
  });

  it('offers what was meant where one slip was made, and says so', async () => {
    const { user, search } = await openForm(server);
    server.answer = ({ query }) => {
      if (query.q === 'teapto')
        return listOf('products', server.products.slice(1), { did_you_mean: 'Teapot' });
      if (query.q === 'lovelcae')
        return listOf('customers', [...server.customers.values()], { did_you_mean: 'Lovelace' });
      return undefined;
    };
    await user.type(search, 'teapto');
    await option(/Teapot · POT-S/);
    await screen.findByText('Nothing found as typed. Did you mean “Teapot”?');
    await user.clear(search);
    await user.type(section('Customer').getByRole('combobox'), 'lovelcae');
    await option(/Ada Lovelace/);
    await screen.findByText('Nothing found as typed. Did you mean “Lovelace”?');
  });

  it('closes a list of suggestions with the first Escape, and only that', async () => {
    const { user, search } = await openForm(server);
    await user.type(search, 'mug');
    await option(/Blue mug/);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(search.getAttribute('aria-expanded')).toBe('false'));
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(search).toHaveValue('mug');
    await user.keyboard('{ArrowDown}');
    await option(/Blue mug/);
    await user.keyboard('{Escape}{Escape}');
    await screen.findByRole('heading', { name: 'Orders' });
  });

  it('closes the list when the focus leaves, and does not open it uncalled for', async () => {
    const { user, search } = await openForm(server, {
      lookups: { item: '', customer: 'ada', referrer: '', code: '' },
    });
    await waitFor(() => expect(server.callsTo('GET', '/v1/customers')).toHaveLength(1));
    expect(screen.queryByRole('option', { name: /Ada/ })).toBeNull();
    await user.type(search, 'mug');
    await option(/Blue mug/);
    await user.click(screen.getByLabelText('Source ID'));
    await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull());
    await user.click(section('Customer').getByRole('combobox'));
    await option(/Ada/);
  });

  it('says how much is found', async () => {
    const { user, search } = await openForm(server);
    await user.type(search, 'pot');
    // Two SKUs, and the free line.
    await expectSaid('3 results');
  });

  it('removes a line and goes on in the search', async () => {
    const { user, search, draft } = await openForm(server);
    await user.type(search, 'Gift');
    await offered(/Gift/);
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Remove Gift' }));
    expect(draft()?.form.lines).toEqual([]);
    expect(search).toHaveFocus();
    screen.getByLabelText('Or the total amount only');
  });
});

describe('an answer that comes late', () => {
  it('is never shown for what is typed by then', async () => {
    const { user, search } = await openForm(server);
    const late = Promise.withResolvers<void>();
    server.answer = ({ path, query }) => {
      if (!path.startsWith('/v1/products') || query.q !== 'blue') return undefined;
      server.answer = undefined;
      return late.promise.then(() =>
        Response.json({
          object: 'list',
          data_ref: 'products',
          products: [server.products[0]],
          total: 1,
          has_more: false,
        }),
      );
    };
    await user.type(search, 'blue');
    await waitFor(() => expect(server.callsTo('GET', '/v1/products')).toHaveLength(1));
    await user.clear(search);
    await user.type(search, 'teapot');
    await option(/POT-S/);
    late.resolve();
    await Promise.resolve();
    expect(screen.queryByRole('option', { name: /Blue mug/ })).toBeNull();
    expect(within(screen.getByRole('listbox')).getAllByRole('option')).toHaveLength(3);
  });

  it('is not asked for at every key stroke', async () => {
    const { search } = await openForm(server);
    typeAtOnce(search, 'teapot');
    await option(/POT-S/);
    expect(server.callsTo('GET', '/v1/products').map(({ query }) => query.q)).toEqual(['teapot']);
  });
});
