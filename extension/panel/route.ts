import { effect, signal } from '@preact/signals';
import { readStored, writeStored } from '../browser.ts';

/** Where the panel is. A draft is a form being filled in; a customer's form without an id makes a new one. */
export type Route =
  | { screen: 'orders' }
  | { screen: 'order'; id: string }
  | { screen: 'draft'; id: string }
  | { screen: 'customers' }
  | { screen: 'customer'; id: string }
  | { screen: 'customer-form'; id?: string }
  | { screen: 'export' }
  | { screen: 'settings' };

const KEY = 'route';

/** The fragment of the panel's address, as in `#/order/ord_…`. */
export const hrefOf = (route: Route): string =>
  `#/${route.screen}${'id' in route && route.id ? `/${encodeURIComponent(route.id)}` : ''}`;

const withId = ['order', 'draft', 'customer'] as const;
const withoutId = ['orders', 'customers', 'export', 'settings'] as const;

function readRoute(hash: string): Route {
  const [, screen = '', part = ''] = hash.split('/');
  const id = decodeURIComponent(part);
  if (screen === 'customer-form') return id ? { screen, id } : { screen };
  const one = withId.find((name) => name === screen);
  if (one && id) return { screen: one, id };
  return { screen: withoutId.find((name) => name === screen) ?? 'orders' };
}

export const route = signal<Route>({ screen: 'orders' });

/** Where the panel was before, for going back from a screen that was not reached by a link. */
let steps = 0;

export function go(next: Route): void {
  if (hrefOf(next) === location.hash) return;
  steps++;
  location.hash = hrefOf(next);
}

/** Leaves no trace of the present screen: a form that was saved is not to be gone back to. */
export function goInstead(next: Route): void {
  history.replaceState(null, '', hrefOf(next));
  route.value = next;
}

/** To where the user came from, else up to the given screen. */
export function goBack(up: Route): void {
  if (steps === 0) goInstead(up);
  else {
    steps--;
    history.back();
  }
}

/** Begins where the panel was when it was last closed, unless its address says where. */
export async function beginRoute(): Promise<void> {
  const stored = location.hash || (await readStored('session', KEY));
  route.value = readRoute(typeof stored === 'string' ? stored : '');
  history.replaceState(null, '', hrefOf(route.value));
  addEventListener('hashchange', () => {
    route.value = readRoute(location.hash);
  });
  effect(() => void writeStored('session', KEY, hrefOf(route.value)));
}
