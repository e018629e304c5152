import { effect, signal } from '@preact/signals';
import { readStored, writeStored } from '../../browser.ts';

/**
 * Every screen: the path of its address, and what that names after it. One of a list is at the list's path, as in
 * the API. The form on a customer without an id makes a new one.
 */
const screens = {
  orders: { path: 'orders', names: 'nothing' },
  order: { path: 'orders', names: 'id' },
  draft: { path: 'draft', names: 'id' },
  capture: { path: 'capture', names: 'nothing' },
  customers: { path: 'customers', names: 'nothing' },
  customer: { path: 'customers', names: 'id' },
  'customer-form': { path: 'customer-form', names: 'id or nothing' },
  export: { path: 'export', names: 'nothing' },
  settings: { path: 'settings', names: 'nothing' },
} as const satisfies Record<string, { path: string; names: keyof Named }>;

export type ScreenName = keyof typeof screens;

interface Named {
  nothing: object;
  id: { id: string };
  'id or nothing': { id?: string | undefined };
}

/** What a screen is told by its address. */
export type ScreenProps<Name extends ScreenName> = Named[(typeof screens)[Name]['names']];

/** Where the panel is. */
export type Route = { [Name in ScreenName]: { screen: Name } & ScreenProps<Name> }[ScreenName];

const KEY = 'route';

/** The fragment of the panel's address, as in `#/orders/ord_…`. */
export const hrefOf = (route: Route): string =>
  `#/${screens[route.screen].path}${'id' in route && route.id ? `/${encodeURIComponent(route.id)}` : ''}`;

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The route of an address; an address that names no screen, or not enough for it, leads to the orders. */
function readRoute(hash: string): Route {
  const [, path, part = ''] = hash.split('/');
  const id = decode(part);
  const found = Object.entries(screens).find(
    ([, screen]) => screen.path === path && screen.names !== (id ? 'nothing' : 'id'),
  );
  return { screen: found?.[0] ?? 'orders', ...(found && id && { id }) } as Route;
}

export const route = signal<Route>({ screen: 'orders' });

/** The addresses that the user came by in this panel, and at which of them the panel is; each entry of the history says its place. */
const trail: string[] = [];
let step = 0;

const placeOf = (state: unknown): number | undefined =>
  typeof state === 'object' && state !== null && 'step' in state ? Number(state.step) : undefined;

/** Makes the present entry of the history this one. */
function settle(href: string): void {
  history.replaceState({ step }, '', href);
  trail.length = step;
  trail[step] = href;
}

export function go(next: Route): void {
  location.hash = hrefOf(next);
}

/** Leaves no trace of the present screen: a form that was saved is not to be gone back to. */
export function goInstead(next: Route): void {
  settle(hrefOf(next));
  route.value = next;
}

/** To where the user came from, else up to the given screen. A form that was left for the screen before it has made that two entries. */
export function goBack(up: Route): void {
  const before = trail.slice(0, step).findLastIndex((href) => href !== trail[step]);
  if (before < 0) goInstead(up);
  else history.go(before - step);
}

/** Begins where the panel was when it was last closed, unless its address says where. */
export async function beginRoute(): Promise<void> {
  const stored = location.hash || (await readStored('session', KEY));
  route.value = readRoute(typeof stored === 'string' ? stored : '');
  step = placeOf(history.state) ?? 0;
  settle(hrefOf(route.value));
  addEventListener('hashchange', () => {
    const place = placeOf(history.state);
    step = place ?? step + 1;
    if (place === undefined) settle(location.hash);
    route.value = readRoute(location.hash);
  });
  effect(() => void writeStored('session', KEY, hrefOf(route.value)));
}
