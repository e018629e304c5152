import { expect, test } from 'vitest';
import { demoOrders } from '../../scripts/demo.ts';
import { DAY } from '../../shared/durations.ts';
import { CreateOrder } from '../../shared/orders/orders.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');

test('the demo shows all that an order may have, over the last 60 days and of people with names of their own', () => {
  const orders = demoOrders(NOW).map((order) => CreateOrder.parse(order));
  const times = orders.map(({ created_at }) => Date.parse(created_at ?? ''));
  expect(Math.max(...times)).toBe(NOW);
  expect(Math.min(...times)).toBeGreaterThan(NOW - 60 * DAY);
  expect(new Set(orders.map(({ status }) => status))).toEqual(
    new Set(['CREATED', 'PAID', 'CANCELED', 'FULFILLED']),
  );
  const people = new Map(
    orders.flatMap(({ customer }) => (customer ? [[customer.source_id, customer.name]] : [])),
  );
  expect(people.size).toBeGreaterThan(100);
  expect(new Set(people.values()).size).toBe(people.size);
  expect(Math.max(...orders.map(({ items }) => items?.length ?? 0))).toBe(200);
  expect(orders.some(({ discount_amount }) => (discount_amount ?? 0) > 0)).toBe(true);
  expect(orders.some(({ referrer }) => referrer?.name === 'The Gift Guide')).toBe(true);
});

test('the demo is the same each time but for its times', () => {
  const withoutTimes = (now: number) => demoOrders(now).map((order) => ({ ...order, created_at: '' }));
  expect(withoutTimes(NOW)).toEqual(withoutTimes(NOW + DAY));
});
