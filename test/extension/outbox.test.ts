import { waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keepOutbox } from '../../extension/background/outbox.ts';
import { newCustomerDraft } from '../../extension/drafts/customers/customer-draft.ts';
import { customerDraftStorage } from '../../extension/drafts/customers/customer-draft-storage.ts';
import { newOrderDraft, type OrderDraft } from '../../extension/drafts/orders/order-draft.ts';
import { orderDraftStorage } from '../../extension/drafts/orders/order-draft-storage.ts';
import { withChange } from '../../extension/drafts/store/draft.ts';
import { connectTo } from './set-up/connect.ts';
import { refuse, Server } from './set-up/server.ts';

const { readAll: readDrafts, remove: removeDraft, store: storeDraft } = orderDraftStorage;

let server: Server;

async function queue(sourceId: string, changedAt: number, url = server.url): Promise<OrderDraft> {
  const draft = newOrderDraft(url, { sourceId });
  const queued: OrderDraft = {
    ...draft,
    changedAt,
    delivery: {
      state: 'queued',
      people: [],
      body: { id: draft.id, source_id: sourceId },
      codes: [],
      idempotencyKey: crypto.randomUUID(),
      savedAt: changedAt,
      firstTriedAt: null,
    },
  };
  await storeDraft(queued);
  return queued;
}

async function queueCustomer(name: string, changedAt: number): Promise<void> {
  const draft = newCustomerDraft(server.url);
  await customerDraftStorage.store({
    ...draft,
    form: { ...draft.form, fields: { ...draft.form.fields, name } },
    changedAt,
    delivery: {
      state: 'queued',
      body: { id: draft.id, name },
      idempotencyKey: crypto.randomUUID(),
      savedAt: changedAt,
      firstTriedAt: null,
    },
  });
}

const ring = () => fakeBrowser.alarms.onAlarm.trigger({ name: 'outbox', scheduledTime: 0 } as never);
const alarms = async () =>
  (await fakeBrowser.alarms.getAll()).map(({ name, periodInMinutes }) => [name, periodInMinutes]);
const badge = () => fakeBrowser.action.getBadgeText({});
const sent = () =>
  server.callsTo('POST', '/v1/orders').map(({ body }) => (body as { source_id: string }).source_id);

beforeEach(async () => {
  server = new Server();
  await connectTo(server);
  keepOutbox();
});

describe('the outbox without the panel', () => {
  it('is tried every minute while something waits, and says on the toolbar how much that is', async () => {
    await queue('A-1', 1);
    await queue('A-2', 2);
    await waitFor(async () => expect(await badge()).toBe('2'));
    expect(await alarms()).toEqual([['outbox', 1]]);
    await ring();
    await waitFor(async () => expect(await badge()).toBe(''));
    expect(await alarms()).toEqual([]);
    expect(server.orders.size).toBe(2);
  });

  it('sends the oldest first', async () => {
    await queue('second', 2);
    await queue('third', 3);
    await queue('first', 1);
    await ring();
    await waitFor(() => expect(sent()).toEqual(['first', 'second', 'third']));
  });

  it.each([
    ['when the browser starts', () => fakeBrowser.runtime.onStartup.trigger()],
    [
      'when the extension was updated',
      () => fakeBrowser.runtime.onInstalled.trigger({ reason: 'update' } as never),
    ],
  ])('is tried %s', async (_, begin) => {
    await queue('A-1', 1);
    await begin();
    await waitFor(async () => expect(await readDrafts()).toEqual([]));
    expect(sent()).toEqual(['A-1']);
  });

  it('is not tried further where the server does not answer, and later again', async () => {
    await queue('A-1', 1);
    await queue('A-2', 2);
    server.isAway = true;
    await ring();
    await waitFor(() => expect(sent()).toEqual(['A-1']));
    expect(await badge()).toBe('2');
    expect(await alarms()).toEqual([['outbox', 1]]);
    server.isAway = false;
    await ring();
    await waitFor(async () => expect(await readDrafts()).toEqual([]));
    expect([...server.orders.values()].map(({ version }) => version)).toEqual([1, 1]);
  });

  it('goes on after one that the server refuses, which stays and is counted', async () => {
    await queue('A-1', 1);
    await queue('A-2', 2);
    server.answer = ({ body }) =>
      (body as { source_id?: string } | undefined)?.source_id === 'A-1'
        ? refuse('duplicate_found', undefined, 'taken')
        : undefined;
    await ring();
    await waitFor(() => expect(sent()).toEqual(['A-1', 'A-2']));
    await waitFor(async () => expect(await badge()).toBe('1'));
    expect((await readDrafts()).map(({ delivery }) => delivery.state)).toEqual(['refused']);
    expect(await alarms()).toEqual([]);
  });

  it('does not send what is for another server, or not queued', async () => {
    await queue('A-1', 1, 'https://other.example');
    await storeDraft(withChange(newOrderDraft(server.url, { sourceId: 'A-2' }), {}));
    await ring();
    expect(sent()).toEqual([]);
  });

  it('is quiet where nothing waits', async () => {
    const draft = await queue('A-1', 1);
    await waitFor(async () => expect(await badge()).toBe('1'));
    await removeDraft(draft.id);
    await waitFor(async () => expect(await badge()).toBe(''));
    expect(await alarms()).toEqual([]);
    await ring();
    expect(server.calls).toEqual([]);
  });

  it('sends customers as well, in the order in which all were saved', async () => {
    await queue('A-1', 1);
    await queueCustomer('Cleo', 2);
    await queue('A-3', 3);
    await waitFor(async () => expect(await badge()).toBe('3'));
    server.isAway = true;
    await ring();
    await waitFor(() => expect(server.calls).toHaveLength(1));
    server.isAway = false;
    await ring();
    await waitFor(async () => expect(await customerDraftStorage.readAll()).toEqual([]));
    await waitFor(async () => expect(await badge()).toBe(''));
    const paths = server.calls.slice(1).map(({ method, path }) => `${method} ${path}`);
    expect(paths).toEqual(['POST /v1/orders', 'POST /v1/customers', 'POST /v1/orders']);
    expect([...server.customerVersions.values()]).toEqual([1]);
  });
});
