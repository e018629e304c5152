/** An order desk to be worked at: a server, a browser and the panel in it. */
import { expect, inject, onTestFinished } from 'vitest';
import { type Chromium, launchChromium } from '../../scripts/browsers/chromium.ts';
import { connect, Panel } from '../../scripts/browsers/panel.ts';
import type { NewKey } from '../../shared/keys/keys.ts';
import type { Role } from '../../shared/keys/roles.ts';
import type { CreateOrder, Order, OrderList } from '../../shared/orders/orders.ts';
import { callerOf, type ServerAddress } from '../node/server.ts';

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** What a test does and asks beside the panel, by the API. */
export function apiOf(address: ServerAddress) {
  const call = callerOf(address);

  /** @throws AssertionError where the server refuses */
  async function write<Body>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Body> {
    const reply = await call<Body>(method, path, body ? { body: JSON.stringify(body) } : {});
    expect(reply, `${method} ${path}`).toMatchObject({ status: expect.toBeOneOf([200, 204]) });
    return reply.body;
  }

  return {
    ...address,
    call,
    write,
    createOrder: (order: CreateOrder) => write<Order>('POST', '/v1/orders', order),
    createKey: (role: Role, name: string) => write<NewKey>('POST', '/v1/keys', { role, name }),
    getOrder: async (id: string) => (await call<Order>('GET', `/v1/orders/${id}`)).body,
    /** All orders, at most a hundred, the newest first. */
    listOrders: async () => (await call<OrderList>('GET', '/v1/orders?limit=100')).body.orders,
  };
}

/** The server that scenarios share: each makes its own orders there, and looks at no others. */
export const sharedServer = () => apiOf(inject('server'));

/** Chromium until the test is over, with the permission to call servers on this computer. */
export async function openChromium(profile?: string): Promise<Chromium> {
  const chromium = await launchChromium(profile === undefined ? {} : { profile });
  onTestFinished(() => chromium.close());
  await chromium.allowOrigin('http://127.0.0.1/*');
  return chromium;
}

/** Chromium with the side panel open and connected to a server: the shared one, where no other is given. */
export async function openDesk(address: ServerAddress = inject('server')) {
  const chromium = await openChromium();
  const panel = new Panel(await chromium.openPanel());
  await connect(panel, address);
  return { chromium, panel };
}
