import { screen, waitFor, within } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { customerDraftStorage } from '../../../extension/drafts/customers/customer-draft-storage.ts';
import { customerDrafts } from '../../../extension/drafts/customers/customer-drafts.ts';
import { makeCustomer } from '../set-up/factories.ts';
import { expectAccessible, expectSaid, openConnected } from '../set-up/panel.tsx';
import { refuse, Server } from '../set-up/server.ts';

let server: Server;
beforeEach(() => {
  server = new Server();
});

const save = () => screen.getByRole('button', { name: 'Save' });
const waiting = () => screen.findByText(/Waiting to be sent/);
const writes = () => server.calls.filter(({ method }) => method !== 'GET');

/** The form of a new customer, with a name typed. */
async function typeCustomer(name: string) {
  const opened = await openConnected(server, { screen: 'customer-form' });
  await opened.user.type(await screen.findByLabelText('Name'), name);
  return opened;
}

/** The form on a customer that is stored. */
async function openEdit(name: string) {
  const ann = server.putCustomer(makeCustomer({ name }));
  const opened = await openConnected(server, { screen: 'customer-form', id: ann.id });
  return { ...opened, ann, field: await screen.findByLabelText('Name') };
}

describe('a customer that is saved while the server is away', () => {
  it('waits in sight above the list, and is sent once it is back, exactly once', async () => {
    const { user } = await typeCustomer('Cleo');
    server.isAway = true;
    await user.click(save());
    await expectSaid('The server is away. The customer is kept here and sent once it is back.');
    await waiting();
    expect(screen.getByText('New customer: Cleo')).toBeDefined();
    await expectAccessible();
    server.isAway = false;
    await user.click(screen.getByRole('button', { name: 'Send now' }));
    await expectSaid('A saved customer was sent.');
    await waitFor(() => expect(screen.queryByText(/Waiting to be sent/)).toBeNull());
    expect([...server.customers.values()].map(({ name }) => name)).toEqual(['Cleo']);
    expect([...server.customerVersions.values()]).toEqual([1]);
    expect(await customerDraftStorage.readAll()).toEqual([]);
  });

  it('is one customer although the reply was lost', async () => {
    const { user } = await typeCustomer('Cleo');
    server.answer = (call) => {
      if (call.method !== 'POST') return undefined;
      server.answer = undefined;
      void server.fetch(new URL(call.path, server.url), {
        method: call.method,
        headers: call.headers,
        body: JSON.stringify(call.body),
      });
      throw new TypeError('Failed to fetch');
    };
    await user.click(save());
    await waiting();
    await user.click(screen.getByRole('button', { name: 'Send now' }));
    await waitFor(() => expect(screen.queryByText(/Waiting to be sent/)).toBeNull());
    expect([...server.customerVersions.values()]).toEqual([1]);
  });

  it('leaves room for another new customer', async () => {
    const { user } = await typeCustomer('Cleo');
    server.isAway = true;
    await user.click(save());
    await waiting();
    await user.click(screen.getByRole('link', { name: 'New customer' }));
    const name = await screen.findByLabelText('Name');
    expect(name).toHaveValue('');
    await user.type(name, 'Dora');
    server.isAway = false;
    await user.click(save());
    await screen.findByRole('heading', { name: 'Dora' });
    expect(customerDrafts.value?.size).toBe(1);
  });

  it('is open again when it is edited, and sent as edited', async () => {
    const { user } = await typeCustomer('Cleo');
    server.isAway = true;
    await user.click(save());
    await waiting();
    server.isAway = false;
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    await user.type(await screen.findByLabelText('Name'), 'patra');
    await user.click(save());
    await screen.findByRole('heading', { name: 'Cleopatra' });
    expect([...server.customers.values()].map(({ name }) => name)).toEqual(['Cleopatra']);
  });
});

describe('a customer that the server refuses', () => {
  it('is back in the form, with what the server said', async () => {
    const { user } = await typeCustomer('Cleo');
    server.answer = ({ method }) =>
      method === 'POST' ? refuse('invalid_payload', [{ path: 'email', message: 'is taken' }]) : undefined;
    await user.click(save());
    await waitFor(() => expect(screen.getByLabelText('Email').getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByText('is taken')).toBeDefined();
    expect((await customerDraftStorage.readAll()).map(({ delivery }) => delivery.state)).toEqual(['refused']);
    server.answer = undefined;
    await user.type(screen.getByLabelText('Email'), 'cleo@example.com');
    await user.click(save());
    await screen.findByRole('heading', { name: 'Cleo' });
    expect(writes()).toHaveLength(2);
  });
});

describe('a change of a customer', () => {
  it('overwrites nothing that was changed elsewhere, until the user has seen both', async () => {
    const { user, ann, field } = await openEdit('Ann');
    await user.type(field, 'a');
    server.putCustomer({ ...ann, name: 'Anne' });
    await user.click(save());
    await screen.findByRole('heading', { name: 'This customer was changed meanwhile' });
    const row = screen.getByRole('row', { name: /Name/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['Anna', 'Anne']);
    expect(server.customers.get(ann.id)?.name).toBe('Anne');
    await user.click(screen.getByRole('button', { name: 'Save mine on top' }));
    await screen.findByRole('heading', { name: 'Anna' });
    expect(server.callsTo('PUT', '/v1/customers').map(({ headers }) => headers.get('If-Match'))).toEqual([
      '"1"',
      '"2"',
    ]);
  });

  it('sends nothing where nothing was changed', async () => {
    const { user } = await openEdit('Ann');
    await user.click(save());
    await screen.findByRole('heading', { name: 'Ann' });
    expect(writes()).toEqual([]);
  });

  it('is kept where it is left, and forgotten once it is typed back', async () => {
    const { user, ann, field } = await openEdit('Ann');
    await user.type(field, 'a');
    await waitFor(async () =>
      expect((await customerDraftStorage.read(ann.id))?.form.fields.name).toBe('Anna'),
    );
    await user.type(field, '{Backspace}');
    await waitFor(async () => expect(await customerDraftStorage.read(ann.id)).toBeUndefined());
  });
});
