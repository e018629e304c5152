import { locks } from 'node:worker_threads';
import { cleanup, configure } from '@testing-library/preact';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { resetBrowser } from './browser.ts';

/*
 * What the panel asks of a page that jsdom does not have. Locks are the real ones, of Node; there is no layout, so what is not
 * hidden counts as visible.
 */
Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', {
  get(this: HTMLElement) {
    return this.closest('[hidden]') ? 0 : 1;
  },
});
Element.prototype.scrollIntoView = () => {};
globalThis.scrollTo = () => {};

HTMLDialogElement.prototype.showModal = function showModal() {
  const before = document.activeElement;
  this.open = true;
  this.querySelector<HTMLElement>('[autofocus], button, input, select, textarea')?.focus();
  this.addEventListener('close', () => before instanceof HTMLElement && before.focus(), { once: true });
};
/** `close` is told in a task of its own, as by a browser. */
HTMLDialogElement.prototype.close = function close() {
  if (!this.open) return;
  this.open = false;
  setTimeout(() => this.dispatchEvent(new Event('close')));
};
document.addEventListener('keydown', ({ key, defaultPrevented }) => {
  if (key === 'Escape' && !defaultPrevented)
    document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
});

/** An observer whose targets come into view when a test says so. */
class Observer implements IntersectionObserver {
  static readonly all = new Set<Observer>();
  readonly root = null;
  readonly rootMargin = '';
  readonly scrollMargin = '';
  readonly thresholds = [];
  readonly #callback: IntersectionObserverCallback;
  #targets: Element[] = [];
  constructor(callback: IntersectionObserverCallback) {
    this.#callback = callback;
    Observer.all.add(this);
  }
  observe(target: Element): void {
    this.#targets.push(target);
  }
  unobserve(): void {}
  takeRecords(): IntersectionObserverEntry[] {
    return [];
  }
  disconnect(): void {
    this.#targets = [];
    Observer.all.delete(this);
  }
  show(): void {
    const entries = this.#targets.map((target) => ({ target, isIntersecting: true }));
    this.#callback(entries as unknown as IntersectionObserverEntry[], this);
  }
}
globalThis.IntersectionObserver = Observer;
/** Scrolls to the end of what is shown. */
export const scrollToEnd = (): void => {
  for (const observer of Observer.all) observer.show();
};

/** What a user sees of an element that the DOM does not say in one word. */
const matchers = {
  toHaveFocus: (element: unknown) => ({
    pass: element === document.activeElement,
    message: () => `the focus is on ${document.activeElement?.outerHTML.slice(0, 200)}`,
  }),
  toHaveValue: (element: unknown, value: string) => ({
    pass: (element as HTMLInputElement).value === value,
    message: () => `the value is ${JSON.stringify((element as HTMLInputElement).value)}`,
  }),
};
declare module 'vitest' {
  interface Matchers {
    toHaveFocus(): void;
    toHaveValue(value: string): void;
  }
}
expect.extend(matchers);
// The message says what was looked for; the whole page beside it hides that. How long that may take is the machine's business.
configure({ asyncUtilTimeout: 10_000, getElementError: (message) => new Error(message ?? 'not found') });

beforeEach(() => {
  resetBrowser();
  history.replaceState(null, '', '/');
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
