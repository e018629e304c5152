import type { CreateOrder } from '../../shared/orders/orders.ts';
import type { Panel } from './panel.ts';

/** Writes something by the API, as another window or program would; answers the reply's body. */
type Write = (method: 'POST' | 'PUT', path: string, body: object) => Promise<{ id: string }>;

interface Tour {
  panel: Panel;
  write: Write;
}

/** A screen of the panel, or a state of one that looks different. `visit` gets there from any other. */
export interface Stop {
  name: string;
  visit: (tour: Tour) => Promise<void>;
}

const go = (panel: Panel, hash: string): Promise<void> =>
  panel.page.evaluate((next) => {
    document.querySelector('dialog')?.close();
    location.hash = next;
  }, hash);

const marta = {
  source_id: 'crm-7',
  name: 'Marta Lindqvist',
  email: 'marta@lindqvist.example',
  phone: '+46 8 123 456 78',
};

const order: CreateOrder = {
  source_id: '#1042',
  status: 'CREATED',
  items: [
    { product: { name: 'Stoneware mug, speckled' }, source_id: 'mug-speckled', quantity: 2, price: 1450 },
    {
      product: { name: 'Pour-over kettle' },
      source_id: 'kettle',
      quantity: 1,
      price: 6900,
      discount_amount: 900,
    },
    { product: { name: 'Paper filters, 100' }, quantity: 3, price: 390 },
  ],
  discount_amount: 500,
  customer: marta,
  referrer: { source_id: 'crm-8', name: 'Jonas Berg' },
  metadata: { gift: true, channel: 'phone', delivery_note: 'Leave it with the neighbour at number 12' },
};

/** The order that is shown, as it was at first. */
async function openOrder({ panel, write }: Tour): Promise<string> {
  const { id } = await write('POST', '/v1/orders', order);
  await go(panel, '#/orders');
  await go(panel, `#/orders/${id}`);
  await panel.find('heading', 'Order #1042');
  await panel.click('button', 'Refresh');
  await panel.find('heading', 'Activity');
  return id;
}

async function editOrder(tour: Tour): Promise<string> {
  const id = await openOrder(tour);
  await tour.panel.click('button', 'Edit');
  await tour.panel.find('heading', 'Edit order');
  return id;
}

async function newOrder({ panel }: Tour): Promise<void> {
  await go(panel, '#/orders');
  await panel.click('button', 'New order');
  await panel.find('combobox', 'Add an item');
}

export const stops: readonly Stop[] = [
  {
    name: 'orders',
    visit: async ({ panel, write }) => {
      await write('POST', '/v1/orders', order);
      await go(panel, '#/orders');
      await panel.click('button', 'Refresh');
      await panel.page.waitForSelector('.list-table tbody tr');
    },
  },
  {
    name: 'filters',
    visit: async ({ panel }) => {
      await go(panel, '#/orders');
      await panel.click('button', 'Filters');
      await panel.find('dialog', 'Filters');
    },
  },
  { name: 'order', visit: async (tour) => void (await openOrder(tour)) },
  {
    name: 'cancel',
    visit: async (tour) => {
      await openOrder(tour);
      await tour.panel.click('button', 'Cancel order');
      await tour.panel.find('dialog', 'Cancel order #1042?');
    },
  },
  { name: 'new-order', visit: newOrder },
  {
    name: 'new-order-searching',
    visit: async (tour) => {
      for (const colour of ['red', 'white', 'lilac']) {
        await tour.write('POST', '/v1/products', {
          source_id: `tour-${colour}`,
          name: `Tealight holder, ${colour}`,
          price: 295,
        });
      }
      await newOrder(tour);
      await tour.panel.type('tealight holder');
      await tour.panel.page.waitForSelector('[role=option]:nth-child(3)');
    },
  },
  {
    name: 'new-order-refused',
    visit: async (tour) => {
      const { panel } = tour;
      await newOrder(tour);
      await panel.type('Gift card');
      await panel.click('option', 'Add “Gift card” as a free line');
      await panel.fill('Price', 'ten');
      await panel.click('button', 'Add a property');
      await panel.find('group', 'New property');
      await panel.click('button', 'Save');
      await panel.page.waitForSelector('.error');
    },
  },
  { name: 'edit-order', visit: async (tour) => void (await editOrder(tour)) },
  {
    name: 'conflict',
    visit: async (tour) => {
      const { panel, write } = tour;
      const id = await editOrder(tour);
      await panel.fill('Source ID', '#1042-B');
      await panel.fill('Status', 'PAID', 'combobox');
      await write('PUT', `/v1/orders/${id}`, { status: 'FULFILLED' });
      await panel.click('button', 'Save');
      await panel.find('heading', 'This order was changed meanwhile');
    },
  },
  {
    name: 'customers',
    visit: async ({ panel }) => {
      await go(panel, '#/customers');
      await panel.page.waitForSelector('.list-table tbody tr');
    },
  },
  {
    name: 'customer',
    visit: async ({ panel, write }) => {
      const { id } = await write('POST', '/v1/customers', marta);
      await go(panel, `#/customers/${id}`);
      await panel.find('heading', marta.name);
      await panel.page.locator('summary ::-p-text(Activity)').click();
      await panel.page.waitForSelector('.timeline li');
    },
  },
  {
    name: 'edit-customer',
    visit: async ({ panel, write }) => {
      const { id } = await write('POST', '/v1/customers', marta);
      await go(panel, `#/customer-form/${id}`);
      await panel.find('heading', 'Address');
    },
  },
  {
    name: 'new-customer',
    visit: async ({ panel }) => {
      await go(panel, '#/customer-form');
      await panel.find('heading', 'Address');
      await panel.click('button', 'Save');
      await panel.page.waitForSelector('.error');
    },
  },
  {
    name: 'export',
    visit: async ({ panel }) => {
      await go(panel, '#/export');
      await panel.find('button', 'Export orders');
    },
  },
  {
    name: 'settings',
    visit: async ({ panel }) => {
      await go(panel, '#/settings');
      await panel.find('button', 'Disconnect');
    },
  },
];
