/*
 * The browser of the tests, in the place of `@wxt-dev/browser`: one for all windows, that is, for all copies of the panel's modules.
 * Alarms, toolbar and the runtime's events are WXT's own stand-ins; storage is here, since it has to behave as Chromium's does.
 */
import { fakeBrowser } from 'wxt/testing/fake-browser';
import english from '../../../extension/public/_locales/en/messages.json';

type Changes = Record<string, { oldValue?: unknown; newValue?: unknown }>;
type Listener<Arguments extends unknown[]> = (...given: Arguments) => unknown;

class Event<Arguments extends unknown[]> {
  readonly #listeners = new Set<Listener<Arguments>>();
  addListener = (listener: Listener<Arguments>) => void this.#listeners.add(listener);
  removeListener = (listener: Listener<Arguments>) => void this.#listeners.delete(listener);
  hasListener = (listener: Listener<Arguments>) => this.#listeners.has(listener);
  trigger = (...given: Arguments) => Promise.all([...this.#listeners].map((listener) => listener(...given)));
}

/** What comes back is a copy, its keys sorted, as Chromium's dictionaries have them. */
function copy(value: unknown): unknown {
  const sorted = (_: string, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner;
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value, sorted));
}

class StorageArea {
  readonly #stored = new Map<string, unknown>();
  readonly onChanged = new Event<[Changes]>();
  accessLevel = '';
  /** What the next writes fail with, as when the disk is full. */
  failure: Error | undefined;

  setAccessLevel = async ({ accessLevel }: { accessLevel: string }) => {
    this.accessLevel = accessLevel;
  };

  get = async (keys: string | string[] | null): Promise<Record<string, unknown>> => {
    const wanted = keys === null ? [...this.#stored.keys()] : [keys].flat();
    return Object.fromEntries(
      wanted.filter((key) => this.#stored.has(key)).map((key) => [key, copy(this.#stored.get(key))]),
    );
  };

  set = async (items: Record<string, unknown>): Promise<void> => {
    if (this.failure) throw this.failure;
    this.#change(Object.entries(items));
  };

  remove = async (keys: string | string[]): Promise<void> =>
    this.#change([keys].flat().map((key) => [key, undefined]));

  /** Every window hears of it, the one that did it as well, a moment later; what stays the same is not told. */
  #change(items: [string, unknown][]): void {
    const changes: Changes = {};
    for (const [key, value] of items) {
      const [oldValue, newValue] = [this.#stored.get(key), copy(value)];
      if (JSON.stringify(oldValue) === JSON.stringify(newValue)) continue;
      if (newValue === undefined) this.#stored.delete(key);
      else this.#stored.set(key, newValue);
      changes[key] = {
        ...(oldValue !== undefined && { oldValue }),
        ...(newValue !== undefined && { newValue }),
      };
    }
    if (Object.keys(changes).length > 0) queueMicrotask(() => void this.onChanged.trigger(changes));
  }
}

/** A text of `_locales` with $1 to $9 replaced, as `i18n.getMessage` answers it. */
const getMessage = (name: string, substitutions: string[] = []): string =>
  (english as Record<string, { message: string }>)[name]?.message.replace(
    /\$([1-9])/g,
    (_, digit) => substitutions[Number(digit) - 1] ?? '',
  ) ?? '';

const makeBrowser = () => ({
  ...fakeBrowser,
  runtime: { ...fakeBrowser.runtime, getManifest: () => ({ version: '1.0.0' }) },
  storage: { local: new StorageArea(), session: new StorageArea() },
  i18n: { language: 'en-US', getMessage, getUILanguage: () => browser.i18n.language },
  permissions: {
    granted: new Set<string>(),
    /** What the user answers when asked. */
    isGiven: true,
    request: async ({ origins }: { origins: string[] }) => {
      if (browser.permissions.isGiven) for (const origin of origins) browser.permissions.granted.add(origin);
      return browser.permissions.isGiven;
    },
    contains: async ({ origins }: { origins: string[] }) =>
      origins.every((origin) => browser.permissions.granted.has(origin)),
    remove: async ({ origins }: { origins: string[] }) =>
      origins.every((origin) => browser.permissions.granted.delete(origin)),
  },
  windows: { ...fakeBrowser.windows, current: 1, getCurrent: async () => ({ id: browser.windows.current }) },
  contextMenus: {
    entries: [] as { id: string; title: string }[],
    onClicked: new Event<
      [{ menuItemId: string; selectionText?: string }, { id: number; windowId: number }]
    >(),
    create: (entry: { id: string; title: string }) => browser.contextMenus.entries.push(entry),
    removeAll: async () => {
      browser.contextMenus.entries = [];
    },
  },
  commands: { onCommand: new Event<[string, { windowId: number }]>() },
  sidePanel: {
    opened: [] as number[],
    open: async ({ windowId }: { windowId: number }) => {
      browser.sidePanel.opened.push(windowId);
    },
  },
  scripting: {
    /** What a page answers; undefined where the browser does not let scripts in. */
    answer: undefined as unknown,
    executeScript: async () => {
      if (browser.scripting.answer === undefined) throw new Error('Cannot access this page');
      return [{ result: browser.scripting.answer }];
    },
  },
});

type TestBrowser = ReturnType<typeof makeBrowser>;
const shared = globalThis as { testBrowser?: TestBrowser };

shared.testBrowser ??= makeBrowser();
export const browser: TestBrowser = shared.testBrowser;

/** A browser that was just installed. */
export function resetBrowser(): void {
  fakeBrowser.reset();
  Object.assign(browser, makeBrowser());
}
