import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';

/** Stands between the panel and the server. Until it is healed, replies to orders that were written are lost on their way back. */
async function startLossyProxy(target: string) {
  const lost: (number | undefined)[] = [];
  let isLossy = true;
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming;
    const onward = request(new URL(url, target), { method, headers }, (reply) => {
      if (isLossy && method === 'POST' && url === '/v1/orders') {
        lost.push(reply.statusCode);
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close().closeAllConnections());
  const heal = () => {
    isLossy = false;
  };
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, lost, heal };
}

test('an order whose reply is lost after the write is sent again, and stays one order with one new customer', async () => {
  const server = sharedServer();
  const proxy = await startLossyProxy(server.url);
  const { panel } = await openDesk({ url: proxy.url, key: server.key });
  await panel.click('button', 'New order');
  await panel.fill('Source ID', 'lost-and-found');
  await panel.fill('Or the total amount only', '5');
  await panel.click('combobox', 'Choose a customer');
  await panel.type('lost@found.example');
  await panel.click('option', 'New customer “lost@found.example”');
  await panel.click('button', 'Save');
  await expect.poll(() => panel.text('.outbox')).toContain('Waiting to be sent');
  proxy.heal();
  await panel.click('button', 'Send now');
  await panel.find('link', 'lost-and-found');
  await expect.poll(() => panel.text('.outbox')).toBe('');

  expect(proxy.lost).toContain(200);
  const made = (await server.listOrders()).filter(({ source_id }) => source_id === 'lost-and-found');
  expect(made).toHaveLength(1);
  const customers = await server.call<{ total: number }>('GET', '/v1/customers?q=lost%40found.example');
  expect(customers.body.total).toBe(1);
  const activity = await server.call<{ data: unknown[] }>('GET', `/v1/orders/${made[0]?.id}/activity`);
  expect(activity.body.data).toHaveLength(1);
});
