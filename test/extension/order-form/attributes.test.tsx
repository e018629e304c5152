import { screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { newLine } from '../../../extension/drafts/orders/order-draft.ts';
import type { MetadataDefinition } from '../../../shared/metadata/metadata-definitions.ts';
import { makeSchema } from '../set-up/factories.ts';
import { errorOf, expectAccessible, expectSaid, openForm, section } from '../set-up/panel.tsx';
import { refuse, Server } from '../set-up/server.ts';

let server: Server;
beforeEach(() => {
  server = new Server();
});

const lines = [newLine({ name: 'Mug', price: '4.50' })];
const define = (properties: Record<string, Partial<MetadataDefinition>>, allowDefinedOnly = false) =>
  server.schemas.set('order', makeSchema('order', properties, allowDefinedOnly));
const field = (name: string) => section('Metadata').findByLabelText(name);
const press = (name: string) => section('Metadata').getByRole('button', { name });

describe('the schema’s attributes', () => {
  it('have the input that fits their type, and are sent as values of it', async () => {
    define({
      note: { type: 'string' },
      channel: { type: 'string', eq: ['web', 'phone'] },
      weight: { type: 'number' },
      gift: { type: 'boolean' },
      due: { type: 'date' },
      at: { type: 'datetime' },
      picture: { type: 'image_url' },
      place: { type: 'geopoint' },
      extra: { type: 'object' },
      tags: { type: 'string', array: true },
    });
    const { user, id } = await openForm(server, { lines });
    await field('note');
    const kinds = ['note', 'channel', 'weight', 'gift', 'due', 'at', 'picture', 'place', 'extra', 'tags'].map(
      (name) => {
        const input = section('Metadata').getByLabelText(name);
        return input instanceof HTMLInputElement ? input.type : input.tagName.toLowerCase();
      },
    );
    expect(kinds).toEqual([
      'text',
      'select',
      'text',
      'select',
      'date',
      'datetime-local',
      'url',
      'text',
      'textarea',
      'textarea',
    ]);
    await expectAccessible();
    await user.type(await field('note'), 'fragile');
    await user.selectOptions(await field('channel'), 'phone');
    await user.type(await field('weight'), '1.5');
    await user.selectOptions(await field('gift'), 'Yes');
    await user.type(await field('due'), '2026-02-01');
    await user.type(await field('picture'), 'https://example.com/a.png');
    await user.type(await field('place'), '52.23,21.01');
    await user.type(await field('extra'), '{{"a":[[1]}');
    await user.type(await field('tags'), 'red{Enter}blue');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByRole('button', { name: 'Mark as paid' });
    expect(server.orders.get(id)?.order.metadata).toEqual({
      note: 'fragile',
      channel: 'phone',
      weight: 1.5,
      gift: true,
      due: '2026-02-01',
      picture: 'https://example.com/a.png',
      place: '52.23,21.01',
      extra: { a: [1] },
      tags: ['red', 'blue'],
    });
  });

  it.each([
    ['number', 'heavy', 'Enter a number.'],
    ['object', 'x', 'Enter valid JSON.'],
    [
      'geopoint',
      '100,200',
      'expected a "LATITUDE,LONGITUDE" in degrees such as "52.23,21.01", was "100,200"',
    ],
  ] as const)('say what is wrong with them as it is typed: %s', async (type, typed, told) => {
    define({ key: { type } });
    const { user } = await openForm(server, { lines });
    const input = await field('key');
    await user.type(input, typed);
    await waitFor(() => expect(errorOf(input)).toBe(told));
  });

  it('say of a list what is wrong with one of its values', async () => {
    define({ sizes: { type: 'string', array: true, eq: ['S', 'M'] } });
    const { user } = await openForm(server, { lines });
    const input = await field('sizes');
    await user.type(input, 'S{Enter}XXL');
    await waitFor(() => expect(errorOf(input)).toMatch(/expected one of "S", "M"/));
  });
});

describe('an attribute that the schema does not know', () => {
  it('is added for this order alone, and typed in at once', async () => {
    const { user, id } = await openForm(server, { lines });
    await user.click(press('Add a property'));
    await waitFor(async () => expect(await field('Key')).toHaveFocus());
    await user.keyboard('color{Enter}');
    await waitFor(async () => expect(await field('color')).toHaveFocus());
    await user.keyboard('red{Control>}{Enter}{/Control}');
    await screen.findByRole('button', { name: 'Mark as paid' });
    expect(server.orders.get(id)?.order.metadata).toEqual({ color: 'red' });
    expect(server.callsTo('PUT', '/v1/metadata-schemas')).toHaveLength(0);
  });

  it('is added to the schema, and required from then on, without leaving the form', async () => {
    const { user } = await openForm(server, { lines, sourceId: 'A-1' });
    await user.click(press('Add a property'));
    await user.type(await field('Key'), 'weight');
    await user.selectOptions(await field('Type'), 'Number');
    await user.click(await field('Required'));
    await user.click(press('Add to schema'));
    await expectSaid('The schema was changed.');
    const weight = await field('weight');
    await waitFor(() => expect(weight).toHaveFocus());
    expect(weight.getAttribute('aria-required')).toBe('true');
    expect(server.schemas.get('order')?.properties.weight).toMatchObject({ type: 'number', optional: false });
    expect(screen.getByLabelText('Source ID')).toHaveValue('A-1');
    await expectAccessible();
  });

  it('keeps what was typed where the server does not take the definition', async () => {
    const { user } = await openForm(server, { lines });
    await user.click(press('Add a property'));
    await user.type(await field('Key'), 'weight');
    server.answer = ({ method }) =>
      method === 'PUT' ? refuse('invalid_payload', undefined, 'weight is reserved') : undefined;
    await user.click(press('Add to schema'));
    const key = await field('Key');
    await waitFor(() => expect(errorOf(key)).toMatch(/weight is reserved/));
    expect(key).toHaveValue('weight');
  });

  it('must have a key that is not there already', async () => {
    define({ weight: { type: 'number' } });
    const { user } = await openForm(server, { lines });
    await field('weight');
    await user.click(press('Add a property'));
    const key = await field('Key');
    await waitFor(() => expect(key).toHaveFocus());
    await user.keyboard('{Enter}');
    await waitFor(() => expect(errorOf(key)).toBe('This is required.'));
    await user.type(key, ' weight {Enter}');
    await waitFor(() => expect(errorOf(key)).toBe('This key is there already.'));
    await user.click(press('Cancel'));
    await waitFor(() => expect(press('Add a property')).toHaveFocus());
  });

  it('is not offered where the schema allows its own only', async () => {
    define({ weight: { type: 'number' } }, true);
    const { user } = await openForm(server, { lines });
    await field('weight');
    await user.click(press('Add a property'));
    await section('Metadata').findByRole('button', { name: 'Add to schema' });
    expect(section('Metadata').queryByRole('button', { name: 'Add to this order' })).toBeNull();
  });

  it('cannot be made part of the schema by a key that may not do that', async () => {
    server.role = 'staff';
    const { user } = await openForm(server, { lines });
    await user.click(press('Add a property'));
    await section('Metadata').findByRole('button', { name: 'Add to this order' });
    expect(section('Metadata').queryByRole('button', { name: 'Add to schema' })).toBeNull();
    expect(section('Metadata').queryByLabelText('Required')).toBeNull();
  });

  it('can be removed, and the focus goes on near by', async () => {
    const attributes = [{ key: 'color', type: 'string' as const, isList: false, text: 'red' }];
    const { user, draft } = await openForm(server, { lines, attributes });
    await user.click(press('Remove color'));
    expect(draft()?.form.attributes).toEqual([]);
    await waitFor(() => expect(press('Add a property')).toHaveFocus());
  });
});
