import type { ElementHandle, KeyInput, Page } from 'puppeteer-core';

/** How long anything may take before it counts as not happening, in milliseconds. */
const PATIENCE = 200_000;

const selectorOf = (role: string, name: string): string =>
  `::-p-aria([name="${name.replace(/["\\]/g, '\\$&')}"][role="${role}"])`;

/** The panel as its user has it: what is on it is found as assistive technology finds it, by role and name. */
export class Panel {
  readonly page: Page;

  constructor(page: Page) {
    page.setDefaultTimeout(PATIENCE);
    this.page = page;
  }

  /** Waits until it is there. */
  find(role: string, name: string): Promise<ElementHandle> {
    return this.#expect(`find ${role} "${name}"`, () => this.page.waitForSelector(selectorOf(role, name)));
  }

  /** Waits until it can be clicked, and clicks it. */
  async click(role: string, name: string): Promise<void> {
    await this.#expect(`click ${role} "${name}"`, async () => {
      await this.page.locator(selectorOf(role, name)).click();
      return true;
    });
  }

  /** Replaces what is in a field, or chooses in a list. */
  async fill(name: string, text: string, role = 'textbox'): Promise<void> {
    await this.#expect(`fill ${role} "${name}"`, async () => {
      await this.page.locator(selectorOf(role, name)).fill(text);
      return true;
    });
  }

  /** What a field holds. */
  async valueOf(name: string, role = 'textbox'): Promise<string> {
    const field = await this.find(role, name);
    return field.evaluate((element) => (element as HTMLInputElement).value);
  }

  /** How many of a role and name are there now. */
  async count(role: string, name: string): Promise<number> {
    return (await this.page.$$(selectorOf(role, name))).length;
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Presses keys one after the other; `Control+Enter` is a chord. */
  async press(...chords: string[]): Promise<void> {
    for (const chord of chords) {
      const keys = chord.split('+') as KeyInput[];
      for (const key of keys.slice(0, -1)) await this.page.keyboard.down(key);
      await this.page.keyboard.press(keys.at(-1) as KeyInput);
      for (const key of keys.slice(0, -1).reverse()) await this.page.keyboard.up(key);
    }
  }

  /** What stands on the panel, as it is seen. */
  text(selector = 'body'): Promise<string> {
    return this.page.evaluate(
      (css) =>
        // biome-ignore lint/performance/useDomNodeTextContent: what is hidden does not count
        [...document.querySelectorAll<HTMLElement>(css)].map((element) => element.innerText).join('\n'),
      selector,
    );
  }

  /** The label of the field that has the focus, or the text of another element that has it; empty where nothing has. */
  focus(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return '';
      const [label] = (element as HTMLInputElement).labels ?? [];
      return element.getAttribute('aria-label') ?? (label ?? element).textContent?.trim() ?? '';
    });
  }

  /** Does it; where that fails, the error says what was on the panel instead. */
  async #expect<Result>(what: string, act: () => Promise<Result | null>): Promise<Result> {
    try {
      const result = await act();
      if (result !== null) return result;
    } catch (cause) {
      throw new Error(`could not ${what}. The panel:\n${await this.text()}`, { cause });
    }
    throw new Error(`could not ${what}`);
  }
}

/** Connects a panel that was just opened for the first time, as its user does. */
export async function connect(
  panel: Panel,
  { url, key }: { url: string; key: { app_id: string; app_token: string } },
): Promise<void> {
  await panel.fill('API URL', `${url} ${key.app_id} ${key.app_token}`);
  await panel.click('button', 'Connect');
  await panel.find('heading', 'Orders');
}
