import { beforeEach, describe, expect, it, vi } from 'vitest';

/** What the panel that is open hears of the window. */
const heard: EventListener[] = [];
const listen = vi.spyOn(globalThis, 'addEventListener');

/** A panel that was just opened, at the address that the window has, in the place of the one before. */
async function openPanel() {
  for (const listener of heard.splice(0)) removeEventListener('hashchange', listener);
  listen.mockClear();
  vi.resetModules();
  const panel = await import('../../extension/panel/navigation/route.ts');
  await panel.beginRoute();
  for (const [type, listener] of listen.mock.calls) {
    if (type === 'hashchange') heard.push(listener as EventListener);
  }
  return panel;
}

/** Follows a link, as the browser does. */
const follow = (href: string) => {
  location.hash = href;
};

let panel: Awaited<ReturnType<typeof openPanel>>;
const isAt = (href: string) =>
  vi.waitFor(() => {
    expect(panel.hrefOf(panel.route.value)).toBe(href);
    expect(location.hash).toBe(href);
  });

beforeEach(async () => {
  history.pushState(null, '', '#/orders');
  panel = await openPanel();
});

describe('going back', () => {
  it('leads to where a link was followed from', async () => {
    follow('#/orders/ord_1');
    await isAt('#/orders/ord_1');
    follow('#/customers/cust_1');
    await isAt('#/customers/cust_1');
    panel.goBack({ screen: 'customers' });
    await isAt('#/orders/ord_1');
    panel.goBack({ screen: 'orders' });
    await isAt('#/orders');
  });

  it('leads up where the panel was opened on the screen', async () => {
    history.pushState(null, '', '#/customers/cust_1');
    panel = await openPanel();
    panel.goBack({ screen: 'customers' });
    await isAt('#/customers');
  });

  it('from what was saved leads past the form, and past the same screen before it', async () => {
    follow('#/customers');
    await isAt('#/customers');
    follow('#/customers/cust_1');
    await isAt('#/customers/cust_1');
    panel.go({ screen: 'customer-form', id: 'cust_1' });
    await isAt('#/customer-form/cust_1');
    panel.goInstead({ screen: 'customer', id: 'cust_1' });
    await isAt('#/customers/cust_1');
    panel.goBack({ screen: 'orders' });
    await isAt('#/customers');
  });
});

describe('an address', () => {
  const opens = async (href: string, at = href) => {
    history.pushState(null, '', href);
    panel = await openPanel();
    await isAt(at);
  };

  it('opens its screen, and names it as it was', async () => {
    await opens('#/orders/ord_1');
    expect(panel.route.value).toEqual({ screen: 'order', id: 'ord_1' });
    await opens('#/customers/crm%2F7');
    expect(panel.route.value).toEqual({ screen: 'customer', id: 'crm/7' });
    await opens('#/customer-form');
    await opens('#/customer-form/cust_1');
    await opens('#/draft/ord_2');
  });

  it.each(['#/draft', '#/nothing', '#/orders/%', '#/settings/1', '#connect'])(
    '%s leads to the orders',
    (href) => opens(href, '#/orders'),
  );
});
