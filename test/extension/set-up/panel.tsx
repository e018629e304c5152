import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { expect } from 'vitest';
import { beginDrafts } from '../../../extension/drafts/begin-drafts.ts';
import { customerDrafts } from '../../../extension/drafts/customers/customer-drafts.ts';
import { beginOrder } from '../../../extension/drafts/orders/begin-order.ts';
import type { OrderDraft } from '../../../extension/drafts/orders/order-draft.ts';
import { orderDrafts } from '../../../extension/drafts/orders/order-drafts.ts';
import { App } from '../../../extension/panel/app.tsx';
import { beginRoute, hrefOf, type Route, route } from '../../../extension/panel/navigation/route.ts';
import { beginFilters } from '../../../extension/panel/orders/list-filters.ts';
import { queryClient } from '../../../extension/panel/session/query.ts';
import { beginSession, connectionProblem } from '../../../extension/panel/session/session.ts';
import { connectTo } from './connect.ts';
import type { Server } from './server.ts';

/** Opens the panel as a browser does: everything that was not stored is forgotten. */
export async function openPanel(at: Route = { screen: 'orders' }) {
  queryClient.clear();
  connectionProblem.value = null;
  orderDrafts.value = undefined;
  customerDrafts.value = undefined;
  history.replaceState(null, '', hrefOf(at));
  await Promise.all([beginSession(), beginRoute(), beginFilters()]);
  await beginDrafts();
  const user = userEvent.setup();
  return { user, ...render(<App />) };
}

/** The same with a connection. */
export async function openConnected(server: Server, at?: Route) {
  await connectTo(server);
  return openPanel(at);
}

/** Types one character after another into a field, so fast that no timer runs in between, however busy the machine is. */
export function typeAtOnce(field: HTMLElement, text: string): void {
  for (let length = 1; length <= text.length; length += 1) {
    fireEvent.input(field, { target: { value: text.slice(0, length) } });
  }
}

/** Opens the form of a new order. */
export async function openForm(server: Server, form: Partial<OrderDraft['form']> = {}) {
  const opened = await openConnected(server);
  const { id } = beginOrder(server.url, form);
  route.value = { screen: 'draft', id };
  const search = await screen.findByRole('combobox', { name: 'Add an item' });
  const draft = () => orderDrafts.value?.get(id);
  return { ...opened, id, search, draft };
}

/** What a screen reader is told, as soon as it is. */
export const expectSaid = (words: string) =>
  waitFor(() => {
    const regions = [...document.querySelectorAll('[aria-atomic="false"]')];
    const said = regions.flatMap(({ children }) => [...children].map(({ textContent }) => textContent));
    expect(said).toContain(words);
  });

/** The description of a field, which has its error. */
export const errorOf = (field: HTMLElement): string =>
  (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter((id) => id.endsWith('-error'))
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');

/** Finds nothing that assistive technology would stumble over. Colours are seen in real browsers only. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  expect(
    violations.flatMap(({ nodes }) => nodes.map(({ html, failureSummary }) => [failureSummary, html])),
  ).toEqual([]);
}

/** A part of the screen by its heading. */
export const section = (name: string): ReturnType<typeof within> => {
  const heading = screen.getByRole('heading', { name });
  const part = heading.closest('section');
  if (!part) throw new Error(`${name} has no section`);
  return within(part as HTMLElement);
};
