import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toForm } from '../../../extension/drafts/orders/form-of-order.ts';
import {
  emptyForm,
  newLine,
  newOrderDraft,
  type OrderDraft,
  type OrderForm,
} from '../../../extension/drafts/orders/order-draft.ts';
import { orderDraftStorage } from '../../../extension/drafts/orders/order-draft-storage.ts';
import { bodyOf, readForm } from '../../../extension/drafts/orders/order-of-draft.ts';
import { sendOrder } from '../../../extension/drafts/outbox.ts';
import { reopened, withChange } from '../../../extension/drafts/store/draft.ts';
import { newId } from '../../../extension/identifiers.ts';
import type { Order } from '../../../shared/orders/orders.ts';
import { connectionTo } from '../set-up/connect.ts';
import { makeOrder } from '../set-up/factories.ts';
import { refuse, Server } from '../set-up/server.ts';

const { read: readDraft, readAll: readDrafts, remove: removeDraft, store: storeDraft } = orderDraftStorage;

const HOUR = 60 * 60 * 1000;
let server: Server;

beforeEach(() => {
  server = new Server();
});

const mug = { ...emptyForm, lines: [newLine({ name: 'Mug', price: '4.50', quantity: '2' })] };

/** A draft as the form queues it. */
async function queue(draft: OrderDraft): Promise<OrderDraft> {
  const queued = withChange(draft, {
    delivery: {
      state: 'queued',
      people: readForm(draft.form, 'USD').people,
      body: bodyOf(draft, 'USD'),
      codes: draft.form.codes,
      idempotencyKey: crypto.randomUUID(),
      savedAt: Date.now(),
      firstTriedAt: null,
    },
  });
  await storeDraft(queued);
  return queued;
}

const queueNew = (form: Partial<OrderForm> = mug): Promise<OrderDraft> =>
  queue(newOrderDraft(server.url, form));

/** A queued change of an order of the server. */
function queueChange(order: Order, change: Partial<OrderForm>): Promise<OrderDraft> {
  const form = toForm(order, 'USD');
  const base = { stored: order, form, etag: `"${server.orders.get(order.id)?.version}"` };
  return queue({ ...newOrderDraft(server.url, { ...form, ...change }), id: order.id, base });
}

const send = ({ id }: OrderDraft) => sendOrder(connectionTo(server), id);
const keysOf = (method: string) =>
  server.callsTo(method, '/v1/orders').map(({ headers }) => headers.get('Idempotency-Key'));

describe('sending a draft', () => {
  it('makes one order of it, with the id that it had from the start, and ends it', async () => {
    const draft = await queueNew();
    const sent = await send(draft);
    expect(sent).toMatchObject({ kind: 'done', stored: { id: draft.id, total_amount: 900 } });
    expect(await readDrafts()).toEqual([]);
    expect(await send(draft)).toEqual({ kind: 'gone' });
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(1);
  });

  it.each([
    ['the server is away', () => Promise.reject(new TypeError('Failed to fetch')), 'away'],
    ['the server is broken', () => refuse('internal_error'), 'away'],
    ['the server is overloaded', () => refuse('service_unavailable'), 'away'],
    ['the key has asked too much', () => refuse('too_many_requests'), 'away'],
    ['the key is revoked', () => refuse('unauthorized'), 'unauthorized'],
    ['the reply is not of the API', () => new Response('<html>sign in</html>'), 'garbled'],
    ['the reply is of another shape', () => Response.json({ id: 1 }), 'garbled'],
    [
      'the reply breaks off',
      () => new Response(new ReadableStream({ start: (it) => it.error(new TypeError()) })),
      'away',
    ],
  ] as const)('waits while %s, and makes one order after that', async (_, answer, kind) => {
    const draft = await queueNew();
    server.answer = answer;
    expect(await send(draft)).toMatchObject({ kind: 'waiting', failure: { kind } });
    expect((await readDraft(draft.id))?.delivery).toMatchObject({
      ...draft.delivery,
      firstTriedAt: expect.any(Number),
    });
    server.answer = undefined;
    expect((await send(draft)).kind).toBe('done');
    expect(server.orders.size).toBe(1);
  });

  it('carries the same idempotency key at every try, so that a lost reply does no harm', async () => {
    const draft = await queueNew();
    server.answer = (call) => {
      server.answer = undefined;
      void server.fetch(new URL(call.path, server.url), {
        method: call.method,
        headers: call.headers,
        body: JSON.stringify(call.body),
      });
      throw new TypeError('Failed to fetch');
    };
    expect((await send(draft)).kind).toBe('waiting');
    expect((await send(draft)).kind).toBe('done');
    expect(server.orders.get(draft.id)?.version).toBe(1);
    expect(new Set(keysOf('POST')).size).toBe(1);
  });

  it('carries another key after an edit', async () => {
    const draft = await queueNew();
    server.isAway = true;
    await send(draft);
    server.isAway = false;
    const edited = await queue({ ...draft, form: { ...mug, sourceId: 'A-1' } });
    expect((await send(edited)).kind).toBe('done');
    const [first, second] = keysOf('POST');
    expect(first).not.toBe(second);
    expect([...server.orders.values()]).toMatchObject([{ order: { id: draft.id, source_id: 'A-1' } }]);
  });

  it('asks first whether the order is there once the server may have forgotten the key', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const draft = await queueNew();
    let isLost = true;
    server.answer = (call) => {
      if (!isLost || call.method !== 'POST') return undefined;
      isLost = false;
      server.put(makeOrder({ ...(call.body as object), id: draft.id }));
      throw new TypeError('Failed to fetch');
    };
    await send(draft);
    vi.setSystemTime(Date.now() + 23 * HOUR);
    server.forgetKeys();
    const sent = await send(draft);
    expect(sent).toMatchObject({ kind: 'done', stored: { id: draft.id } });
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(1);
    expect(server.callsTo('GET', `/v1/orders/${draft.id}`)).toHaveLength(1);
    expect(server.orders.get(draft.id)?.version).toBe(1);
  });

  it('sends again after days where the order is not there', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const draft = await queueNew();
    server.isAway = true;
    await send(draft);
    server.isAway = false;
    vi.setSystemTime(Date.now() + 72 * HOUR);
    expect((await send(draft)).kind).toBe('done');
    expect(server.orders.size).toBe(1);
  });

  it('does not ask while the server still knows the key', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const draft = await queueNew();
    server.isAway = true;
    await send(draft);
    server.isAway = false;
    vi.setSystemTime(Date.now() + 23 * HOUR - 1);
    await send(draft);
    expect(server.callsTo('GET', '/v1/orders')).toHaveLength(0);
  });

  it('stores when it was first tried before it tries, since the reply may never come', async () => {
    const draft = await queueNew();
    const { promise, resolve } = Promise.withResolvers<Response>();
    server.answer = () => promise;
    const sending = send(draft);
    await vi.waitFor(() => expect(server.calls).toHaveLength(1));
    const stored = await readDraft(draft.id);
    expect(stored?.delivery).toMatchObject({ state: 'queued', firstTriedAt: expect.any(Number) });
    resolve(refuse('service_unavailable'));
    await sending;
  });
});

describe('a new order that is edited before it is known what became of it', () => {
  /** The server makes the order, and its reply is lost. */
  async function loseReply(draft: OrderDraft) {
    server.answer = (call) => {
      if (call.path !== '/v1/orders') return undefined;
      server.answer = undefined;
      void server.fetch(new URL(call.path, server.url), {
        method: call.method,
        headers: call.headers,
        body: JSON.stringify(call.body),
      });
      throw new TypeError('Failed to fetch');
    };
    expect((await send(draft)).kind).toBe('waiting');
    const stored = await readDraft(draft.id);
    if (!stored) throw new Error('the draft is gone');
    return stored;
  }
  const edit = (draft: OrderDraft, change: Partial<OrderForm>) =>
    queue(withChange(draft, { ...reopened(draft), form: { ...draft.form, ...change } }));

  it('is a change of the order if that is there, which also takes back what was said first', async () => {
    const color = { key: 'color', type: 'string' as const, isList: false, text: 'red' };
    const customer = {
      kind: 'new' as const,
      id: newId('customer'),
      name: 'Ada',
      email: '',
      phone: '',
      sourceId: '',
    };
    const draft = await loseReply(await queueNew({ ...mug, sourceId: 'A-1', customer, attributes: [color] }));
    const edited = await edit(draft, { sourceId: 'A-2', customer: null, attributes: [] });
    const made = server.callsTo('POST', '/v1/orders').length;
    expect((await send(edited)).kind).toBe('done');
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(made);
    const [change] = server.callsTo('PUT', '/v1/orders');
    expect(change?.headers.get('If-Match')).toBe('"1"');
    expect([...server.orders.values()]).toMatchObject([
      { version: 2, order: { id: draft.id, source_id: 'A-2', customer_id: null, metadata: { color: null } } },
    ]);
  });

  it('is a new order if none is there', async () => {
    const draft = await queueNew();
    server.isAway = true;
    await send(draft);
    server.isAway = false;
    const stored = (await readDraft(draft.id)) ?? draft;
    expect((await send(await edit(stored, { sourceId: 'A-2' }))).kind).toBe('done');
    expect(server.callsTo('PUT', '/v1/orders')).toHaveLength(0);
    expect([...server.orders.values()]).toMatchObject([{ version: 1, order: { source_id: 'A-2' } }]);
  });
});

describe('a draft that the server refuses', () => {
  it.each([
    ['a 400', refuse('invalid_payload', [{ path: 'items[0].price', message: 'expected' }])],
    ['a 403', refuse('missing_scope', undefined, 'needs orders:write')],
    ['a 404', refuse('not_found', [{ path: 'customer_id', message: 'is not known' }])],
    ['a 409', refuse('duplicate_found', undefined, 'source_id is taken')],
    ['a 413', refuse('payload_too_large')],
    ['a 422', refuse('idempotency_key_reused')],
  ])('by %s is back with the user, with what the server said', async (_, reply) => {
    const draft = await queueNew();
    server.answer = () => reply.clone();
    const sent = await send(draft);
    expect(sent.kind).toBe('refused');
    const stored = await readDraft(draft.id);
    expect(stored).toMatchObject({
      form: draft.form,
      delivery: { state: 'refused', error: await reply.json() },
    });
    expect(await send(draft)).toEqual({ kind: 'gone' });
  });
});

describe('a change of an order', () => {
  it('carries the version that was changed', async () => {
    const order = server.put(makeOrder({ source_id: 'A-1' }));
    const sent = await send(await queueChange(order, { status: 'PAID' }));
    expect(sent).toMatchObject({ kind: 'done', stored: { status: 'PAID' } });
    const [call] = server.callsTo('PUT', '/v1/orders');
    expect(call?.headers.get('If-Match')).toBe('"1"');
    expect(call?.body).toEqual({ status: 'PAID' });
  });

  it('of an order that was changed elsewhere overwrites nothing: both versions are kept', async () => {
    const order = server.put(makeOrder({ source_id: 'A-1' }));
    const draft = await queueChange(order, { sourceId: 'B-1' });
    server.put({ ...order, source_id: 'C-1' });
    expect((await send(draft)).kind).toBe('overtaken');
    const stored = await readDraft(draft.id);
    expect(stored?.form.sourceId).toBe('B-1');
    expect(stored?.delivery).toMatchObject({ state: 'overtaken', theirs: { source_id: 'C-1' }, etag: '"2"' });
    expect(server.orders.get(order.id)?.order.source_id).toBe('C-1');
  });

  it('that was made by an earlier try is not a conflict, in whatever order fields are stored', async () => {
    const order = server.put(
      makeOrder({ items: [{ quantity: 1, price: 500, product_id: 'prod_1', product: { name: 'Mug' } }] }),
    );
    const [line] = toForm(order, 'USD').lines;
    if (!line) throw new Error('the line is missing');
    const draft = await queueChange(order, {
      lines: [{ ...line, quantity: '3' }],
      attributes: [
        { key: 'size', type: 'object', isList: false, text: '{"width":2,"height":[1,{"b":1,"a":2}]}' },
      ],
    });
    const [made] = [
      makeOrder({
        id: order.id,
        // The catalogue fills in what it knows.
        items: [
          {
            quantity: 3,
            price: 500,
            product_id: 'prod_1',
            product: { id: 'prod_1', name: 'Mug', price: 500 },
          },
        ],
        metadata: { size: { width: 2, height: [1, { b: 1, a: 2 }] } },
      }),
    ];
    if (made) server.put(made);
    expect((await send(draft)).kind).toBe('done');
    expect(await readDrafts()).toEqual([]);
  });

  it.each([
    ['a line', { items: [{ quantity: 2, price: 500 }] }],
    ['the number of lines', { items: [{ quantity: 3, price: 500 }, { quantity: 1 }] }],
    ['an attribute', { metadata: { size: { a: 1, b: 2 } } }],
    ['the status', { status: 'CANCELED' as const }],
  ])('is a conflict where the order differs in %s', async (_, theirs) => {
    const order = server.put(makeOrder({ items: [{ quantity: 1, price: 500 }] }));
    const [line] = toForm(order, 'USD').lines;
    if (!line) throw new Error('the line is missing');
    const attributes = [{ key: 'size', type: 'object' as const, isList: false, text: '{"a":1}' }];
    const draft = await queueChange(order, {
      status: 'PAID',
      lines: [{ ...line, quantity: '3' }],
      attributes,
    });
    const wanted = {
      status: 'PAID' as const,
      items: [{ quantity: 3, price: 500 }],
      metadata: { size: { a: 1 } },
    };
    server.put(makeOrder({ id: order.id, ...wanted, ...theirs }));
    expect((await send(draft)).kind).toBe('overtaken');
  });

  it('waits where the server goes away between the refusal and the question what is there', async () => {
    const order = server.put(makeOrder({}));
    const draft = await queueChange(order, { status: 'PAID' });
    server.put({ ...order });
    server.answer = ({ method }) => (method === 'GET' ? refuse('service_unavailable') : undefined);
    expect(await send(draft)).toMatchObject({ kind: 'waiting', failure: { kind: 'away' } });
    expect((await readDraft(draft.id))?.delivery.state).toBe('queued');
  });
});

describe('people who are typed in with an order', () => {
  const person = {
    kind: 'new' as const,
    id: newId('customer'),
    name: 'Ada',
    email: '',
    phone: '',
    sourceId: 'C-1',
  };

  it('are made first, and once, however often the order is tried', async () => {
    const draft = await queueNew({
      ...mug,
      customer: person,
      referrer: { ...person, id: newId('customer'), sourceId: '' },
    });
    server.answer = ({ path }) => (path === '/v1/orders' ? refuse('service_unavailable') : undefined);
    await send(draft);
    server.answer = undefined;
    expect(await send(draft)).toMatchObject({
      kind: 'done',
      stored: {
        customer_id: person.id,
        customer: { name: 'Ada', source_id: 'C-1' },
        referrer: { name: 'Ada' },
      },
    });
    expect(server.customers.size).toBe(2);
    const paths = server.calls.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(paths.slice(0, 3)).toEqual(['/v1/customers', '/v1/customers', '/v1/orders']);
  });

  it.each([
    ['fields', refuse('invalid_payload', [{ path: 'email', message: 'expected' }]), 'customer.email'],
    ['the whole', refuse('duplicate_found', undefined, 'source_id belongs to cust_1'), 'customer.source_id'],
  ])('that the server refuses by %s are told of where they were typed', async (_, reply, path) => {
    const draft = await queueNew({ ...mug, customer: person });
    server.answer = ({ path }) => (path === '/v1/customers' ? reply.clone() : undefined);
    const sent = await send(draft);
    expect(sent.kind === 'refused' && sent.draft.delivery).toMatchObject({ error: { errors: [{ path }] } });
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(0);
  });
});

describe('a draft that is changed while it is being sent', () => {
  /** Sends, and does something while the server thinks. */
  async function sendWhile(draft: OrderDraft, meanwhile: () => Promise<unknown>, reply?: Response) {
    server.answer = async (call) => {
      await meanwhile();
      server.answer = undefined;
      return (
        reply ??
        server.fetch(new URL(call.path, server.url), {
          method: call.method,
          headers: call.headers,
          body: JSON.stringify(call.body),
        })
      );
    };
    return send(draft);
  }
  const typeMore = async (draft: OrderDraft) => {
    const stored = (await readDraft(draft.id)) ?? draft;
    const form = { ...stored.form, sourceId: 'typed later' };
    await storeDraft(withChange(stored, { form, delivery: { state: 'open' } }));
  };

  it('keeps what was typed, as a change of the order that came of it', async () => {
    const draft = await queueNew();
    expect((await sendWhile(draft, () => typeMore(draft))).kind).toBe('done');
    const later = await readDraft(draft.id);
    expect(later).toMatchObject({ form: { sourceId: 'typed later' }, delivery: { state: 'open' } });
    if (!later?.base) throw new Error('the draft does not say what it changes');
    expect(bodyOf(later, 'USD')).toEqual({ source_id: 'typed later' });
    expect((await send(await queue(later))).kind).toBe('done');
    expect([...server.orders.values()]).toMatchObject([{ order: { source_id: 'typed later' }, version: 2 }]);
  });

  it('keeps what was typed beside the refusal', async () => {
    const draft = await queueNew();
    await sendWhile(draft, () => typeMore(draft), refuse('invalid_payload', []));
    expect(await readDraft(draft.id)).toMatchObject({
      form: { sourceId: 'typed later' },
      delivery: { state: 'refused' },
    });
  });

  it('does not come back where it was discarded', async () => {
    const draft = await queueNew();
    const sent = await sendWhile(draft, () => removeDraft(draft.id), refuse('invalid_payload', []));
    expect(sent).toEqual({ kind: 'gone' });
    expect(await readDrafts()).toEqual([]);
  });
});

describe('two who send', () => {
  it('at once send once', async () => {
    const draft = await queueNew();
    vi.resetModules();
    const other = await import('../../../extension/drafts/outbox.ts');
    const kinds = (await Promise.all([send(draft), other.sendOrder(connectionTo(server), draft.id)])).map(
      ({ kind }) => kind,
    );
    expect(kinds.sort()).toEqual(['done', 'gone']);
    expect(server.callsTo('POST', '/v1/orders')).toHaveLength(1);
  });

  it('leave a draft alone that is for another server, or not to be sent', async () => {
    const other = await queue(newOrderDraft('https://other.example', mug));
    const open = newOrderDraft(server.url, mug);
    await storeDraft(open);
    expect(await send(other)).toEqual({ kind: 'gone' });
    expect(await send(open)).toEqual({ kind: 'gone' });
    expect(server.calls).toEqual([]);
  });
});

describe('a call', () => {
  it('follows no redirect, which would be sent the token', async () => {
    const draft = await queueNew();
    const spy = vi.spyOn(server, 'fetch');
    vi.stubGlobal('fetch', spy);
    await send(draft);
    expect(spy.mock.calls.every(([, init]) => init.redirect === 'error')).toBe(true);
  });
});
