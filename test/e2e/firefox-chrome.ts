/** Firefox's own window, in which a user clicks the toolbar and works in the sidebar. */
import type { Browser } from 'puppeteer-core';

/** WebDriver BiDi, whose commands for the browser's own window puppeteer does not offer. */
interface Bidi {
  send(method: string, parameters: object): Promise<{ result: unknown }>;
}

const pressAction = `() => {
  const widget = 'docket_docket_example-browser-action';
  CustomizableUI.addWidgetToArea(widget, CustomizableUI.AREA_NAVBAR);
  document.getElementById(widget).querySelector('.unified-extensions-item-action-button').click();
}`;

const PANEL = `document.getElementById('sidebar').contentDocument?.getElementById('webext-panels-browser')`;

/** The panel lives in a process of its own, which only its title leaves by itself. */
const readTitle = `() => ${PANEL}?.browsingContext?.currentWindowGlobal?.documentTitle ?? ''`;

/** Runs an expression over `content`, the panel's window, in the panel's process, and answers what it is. */
const inPanel = (expression: string): string => `() => new Promise((resolve) => {
  const messages = ${PANEL}.messageManager;
  const reply = 'docket-test:' + Math.random();
  messages.addMessageListener(reply, function answer({ data }) {
    messages.removeMessageListener(reply, answer);
    resolve(data);
  });
  const script = 'sendAsyncMessage(' + JSON.stringify(reply) + ', ' + ${JSON.stringify(expression)} + ')';
  messages.loadFrameScript('data:,' + encodeURIComponent(script), false);
})`;

/** Opens the way to the toolbar and the real sidebar of a Firefox. */
export async function openChrome(browser: Browser) {
  const { connection } = browser as unknown as { connection: Bidi };
  const { result: tree } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const { contexts } = tree as { contexts: [{ context: string }] };

  async function run<Result>(functionDeclaration: string): Promise<Result | undefined> {
    const target = { context: contexts[0].context };
    const parameters = { functionDeclaration, target, awaitPromise: true };
    const reply = await connection.send('script.callFunction', parameters);
    const { type, result } = reply.result as { type: string; result?: { value?: Result } };
    if (type !== 'success') throw new Error(JSON.stringify(reply.result));
    return result?.value;
  }

  return {
    /** Clicks the extension's button in the toolbar, as a user does with the mouse. */
    pressAction: () => run(pressAction),
    /** The title of the panel in the sidebar; empty while there is none. */
    panelTitle: () => run<string>(readTitle),
    /** What stands on the panel in the sidebar. */
    panelText: () => run<string>(inPanel('content.document.body.innerText')),
    /** Clicks the panel's button of that text; false while there is none, or it cannot be clicked. */
    clickInPanel: (name: string) =>
      run<boolean>(
        inPanel(`(() => {
          const buttons = [...content.document.querySelectorAll('button')];
          const button = buttons.find((each) => each.innerText.trim() === ${JSON.stringify(name)});
          if (!button || button.disabled) return false;
          button.click();
          return true;
        })()`),
      ),
  };
}
