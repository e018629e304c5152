import { screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DraftLine, newLine } from '../../../extension/drafts/orders/order-draft.ts';
import { orderDraftStorage } from '../../../extension/drafts/orders/order-draft-storage.ts';
import { newId } from '../../../extension/identifiers.ts';
import { browser } from '../set-up/browser.ts';
import { makeOrder, makeSchema } from '../set-up/factories.ts';
import { errorOf, expectAccessible, expectSaid, openConnected, openForm, section } from '../set-up/panel.tsx';
import { refuse, Server } from '../set-up/server.ts';

const { read: readDraft } = orderDraftStorage;

let server: Server;
beforeEach(() => {
  server = new Server();
});

const mug = (line: Partial<DraftLine> = {}) => newLine({ name: 'Mug', price: '4.50', ...line });
const save = () => screen.getByRole('button', { name: 'Save' });
const notice = () => document.querySelector('.form-notice')?.textContent;
const total = () => document.querySelector('.summary-total')?.textContent;

describe('the total', () => {
  it('follows what is typed, and waits for amounts that are amounts', async () => {
    const { user } = await openForm(server, { lines: [mug(), mug({ quantity: '3', price: '1.25' })] });
    expect(total()).toBe('$8.25');
    const [quantity] = screen.getAllByLabelText('Quantity');
    const [price] = screen.getAllByLabelText('Price');
    if (!quantity || !price) throw new Error('the fields are missing');
    await user.type(quantity, '0');
    await waitFor(() => expect(total()).toBe('$48.75'));
    await user.type(price, 'x');
    await waitFor(() => expect(total()).toBe('–'));
    expect(errorOf(price)).toBe('Enter an amount such as 12.50.');
  });

  it('is the amount alone where there are no lines', async () => {
    const { user } = await openForm(server);
    await user.type(screen.getByLabelText('Or the total amount only'), '1,234.5');
    await waitFor(() => expect(total()).toBe('$1,234.50'));
  });

  it('says of the form as a whole what is wrong with the sum', async () => {
    const { user } = await openForm(server, {
      lines: [mug({ price: '90071992547409.91' }), mug({ price: '0.01' })],
    });
    await user.click(save());
    await waitFor(() => expect(notice()).toMatch(/too large/));
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(0);
  });
});

describe('saving a form with problems', () => {
  it('marks them, says how many, and begins at the first', async () => {
    server.schemas.set('order', makeSchema('order', { channel: { type: 'string', optional: false } }));
    const { user } = await openForm(server, { lines: [mug({ price: 'x' })] });
    await section('Metadata').findByLabelText('channel');
    await user.click(save());
    await expectSaid('2 fields need your attention.');
    const price = screen.getByLabelText('Price');
    await waitFor(() => expect(price).toHaveFocus());
    expect(price.getAttribute('aria-invalid')).toBe('true');
    expect(errorOf(section('Metadata').getByLabelText('channel'))).toBe('This is required.');
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(0);
    await expectAccessible();
  });

  it('does not complain of a field before anything was typed into it', async () => {
    server.schemas.set('order', makeSchema('order', { channel: { type: 'string', optional: false } }));
    await openForm(server);
    const channel = await section('Metadata').findByLabelText('channel');
    expect(errorOf(channel)).toBe('');
    expect(channel.getAttribute('aria-required')).toBe('true');
  });

  it('does not forget what was looked up and not chosen', async () => {
    const { user, search } = await openForm(server, { lines: [mug()] });
    await user.type(search, 'tea');
    await user.click(save());
    await waitFor(() => expect(errorOf(search)).toBe('Press Enter to add this item, or clear the field.'));
    await waitFor(() => expect(search).toHaveFocus());
  });
});

describe('what the server refuses', () => {
  it('lands on its fields, the first has the focus, and goes when the field is changed', async () => {
    const { user } = await openForm(server, { lines: [mug()], sourceId: 'A-1' });
    server.answer = ({ method }) =>
      method === 'POST'
        ? refuse('invalid_payload', [
            { path: 'items[0].price', message: 'is too low' },
            { path: 'source_id', message: 'is reserved' },
          ])
        : undefined;
    await user.click(save());
    await expectSaid('2 fields need your attention.');
    const [price, sourceId] = [screen.getByLabelText('Price'), screen.getByLabelText('Source ID')];
    await waitFor(() => expect(price).toHaveFocus());
    expect([errorOf(price), errorOf(sourceId)]).toEqual(['is too low', 'is reserved']);
    await expectAccessible();
    await user.type(price, '{Backspace}');
    await waitFor(() => expect(errorOf(price)).toBe(''));
    expect(errorOf(sourceId)).toBe('is reserved');
    expect(price).toHaveFocus();
    server.answer = undefined;
    await user.click(save());
    await screen.findByRole('button', { name: 'Mark as paid' });
  });

  it('does not take the focus from what is typed after it', async () => {
    const { user, id } = await openForm(server, { lines: [mug()], sourceId: 'A-1' });
    server.answer = ({ method }) =>
      method === 'POST'
        ? refuse('invalid_payload', [{ path: 'items[0].price', message: 'is too low' }])
        : undefined;
    await user.click(save());
    await waitFor(() => expect(screen.getByLabelText('Price')).toHaveFocus());
    const sourceId = screen.getByLabelText('Source ID');
    await user.type(sourceId, '7');
    await waitFor(async () => expect((await readDraft(id))?.form.sourceId).toBe('A-17'));
    expect(sourceId).toHaveFocus();
  });

  it.each([
    [{ path: 'items[0].product_id', message: 'is not known' }, 'is not known'],
    [{ path: 'items[0].amount', message: 'must not exceed 9' }, 'must not exceed 9'],
  ])('of a part of a line is told of the line: %j', async (problem, told) => {
    const { user } = await openForm(server, { lines: [mug()] });
    server.answer = ({ method }) => (method === 'POST' ? refuse('invalid_payload', [problem]) : undefined);
    await user.click(save());
    await waitFor(() => expect(document.querySelector('.form-lines .error')?.textContent).toBe(told));
    await waitFor(() => expect(document.querySelector('.form-lines .error')).toHaveFocus());
  });

  it.each([
    [
      refuse('invalid_payload', [{ path: 'created_at', message: 'is in the future' }]),
      'created_at: is in the future',
    ],
    [refuse('missing_scope', undefined, 'needs orders:write'), 'needs orders:write'],
    [refuse('payload_too_large'), 'Payload too large'],
  ])('of no field is told of the form', async (reply, told) => {
    const { user } = await openForm(server, { lines: [mug()] });
    server.answer = ({ method }) => (method === 'POST' ? reply.clone() : undefined);
    await user.click(save());
    await waitFor(() => expect(notice()).toBe(told));
  });

  it('of a source id that is taken is told there', async () => {
    server.put(makeOrder({ source_id: 'A-1' }));
    const { user } = await openForm(server, { lines: [mug()], sourceId: 'A-1' });
    await user.click(save());
    await waitFor(() => expect(errorOf(screen.getByLabelText('Source ID'))).toMatch(/another order/));
  });

  it('of a new customer is told of the customer', async () => {
    const { user } = await openForm(server, {
      lines: [mug()],
      customer: { kind: 'new', id: newId('customer'), name: 'Ada', email: 'x', phone: '', sourceId: '' },
    });
    server.answer = ({ path, method }) =>
      method === 'POST' && path === '/v1/customers'
        ? refuse('invalid_payload', [{ path: 'email', message: 'is no email' }])
        : undefined;
    await user.click(save());
    const email = section('Customer').getByLabelText('Email');
    await waitFor(() => expect(errorOf(email)).toBe('is no email'));
    await waitFor(() => expect(email).toHaveFocus());
  });
});

describe('saving', () => {
  it('happens once, however often it is asked for', async () => {
    const { user } = await openForm(server, { lines: [mug()] });
    await user.dblClick(save());
    await user.keyboard('{Control>}{Enter}{Enter}{/Control}');
    await screen.findByRole('button', { name: 'Mark as paid' });
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(1);
  });

  it('while the server is away leaves the order in the outbox, from where it is sent once', async () => {
    const { user, id } = await openForm(server, { lines: [mug()], sourceId: 'A-1' });
    server.isAway = true;
    await user.click(save());
    await expectSaid('The server is away. The order is kept here and sent once it is back.');
    await screen.findByText(/Waiting to be sent/);
    server.isAway = false;
    await user.click(screen.getByRole('button', { name: 'Send now' }));
    await expectSaid('A saved order was sent.');
    await waitFor(() => expect(screen.queryByText(/Waiting to be sent/)).toBeNull());
    expect(server.orders.get(id)?.version).toBe(1);
  });

  it('keeps what is typed while it goes on, as a change of the order', async () => {
    const { user, id } = await openForm(server, { lines: [mug()], sourceId: 'A-1' });
    const slow = Promise.withResolvers<void>();
    server.answer = (call) => {
      if (call.method !== 'POST') return undefined;
      server.answer = undefined;
      return slow.promise.then(() =>
        server.fetch(new URL(call.path, server.url), {
          method: 'POST',
          headers: call.headers,
          body: JSON.stringify(call.body),
        }),
      );
    };
    await user.click(save());
    await waitFor(() => expect(server.callsTo('POST', '/v1/orders')).toHaveLength(1));
    const sourceId = screen.getByLabelText('Source ID');
    await user.type(sourceId, '7');
    slow.resolve();
    await screen.findByRole('heading', { name: 'Edit order' });
    expect(sourceId).toHaveValue('A-17');
    expect(sourceId).toHaveFocus();
    await user.click(await screen.findByRole('button', { name: 'Save' }));
    await screen.findByRole('heading', { name: 'Order A-17' });
    expect(server.orders.get(id)).toMatchObject({ version: 2, order: { source_id: 'A-17' } });
  });

  it('says so where not even the browser can store it', async () => {
    const { user } = await openForm(server, { lines: [mug()] });
    browser.storage.local.failure = new Error('QuotaExceededError');
    await user.click(save());
    await waitFor(() => expect(notice()).toMatch(/unforeseen/));
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(0);
    browser.storage.local.failure = undefined;
  });
});

describe('editing an order', () => {
  const openEdit = async (order: ReturnType<typeof makeOrder>) => {
    const opened = await openConnected(server, { screen: 'order', id: order.id });
    await opened.user.click(await screen.findByRole('button', { name: 'Edit' }));
    await screen.findByRole('heading', { name: 'Edit order' });
    await screen.findByLabelText('Source ID');
    return opened;
  };

  it('sends what was changed, and nothing where nothing was', async () => {
    const order = server.put(makeOrder({ source_id: 'A-1', items: [{ quantity: 1, price: 500 }] }));
    const { user } = await openEdit(order);
    await user.click(save());
    await screen.findByRole('heading', { name: 'Order A-1' });
    expect(server.callsTo('PUT', '/v1/orders')).toHaveLength(0);
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    await user.type(await screen.findByLabelText('Quantity'), '0');
    await user.click(save());
    await waitFor(() => expect(server.orders.get(order.id)?.order.total_amount).toBe(5000));
    expect(server.callsTo('PUT', '/v1/orders').map(({ body }) => body)).toEqual([
      { items: [{ quantity: 10, price: 500 }] },
    ]);
  });

  it('does not ask for what its metadata lacks, as long as that is not changed', async () => {
    const order = server.put(makeOrder({ source_id: 'A-1', metadata: { size: 'odd', color: 'red' } }));
    server.schemas.set(
      'order',
      makeSchema('order', {
        channel: { type: 'string', optional: false },
        size: { type: 'string', eq: ['S', 'M'] },
      }),
    );
    const { user } = await openEdit(order);
    await section('Metadata').findByLabelText('channel');
    await user.selectOptions(screen.getByLabelText('Status'), 'PAID');
    await user.click(save());
    await waitFor(() => expect(server.orders.get(order.id)?.order.status).toBe('PAID'));
  });

  it('shows a change made elsewhere beside one’s own, and overwrites nothing unasked', async () => {
    const order = server.put(makeOrder({ source_id: 'A-1', items: [{ quantity: 1, price: 500 }] }));
    const { user } = await openEdit(order);
    await user.type(screen.getByLabelText('Source ID'), '7');
    server.put({ ...order, source_id: 'C-1' });
    await user.click(save());
    const heading = await screen.findByRole('heading', { name: 'This order was changed meanwhile' });
    await waitFor(() => expect(heading).toHaveFocus());
    await expectSaid('This order was changed meanwhile');
    const row = screen.getByRole('row', { name: /Source ID/ });
    expect([...row.children].map(({ textContent }) => textContent)).toEqual(['Source ID', 'A-17', 'C-1']);
    expect(server.orders.get(order.id)?.order.source_id).toBe('C-1');
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Save mine on top' }));
    await screen.findByRole('heading', { name: 'Order A-17' });
    expect(server.callsTo('PUT', '/v1/orders').map(({ headers }) => headers.get('If-Match'))).toEqual([
      '"1"',
      '"2"',
    ]);
  });
});
