import { App } from '../panel/app.tsx';
import { begin } from '../panel/begin.ts';
import { lazy } from '../panel/controls/lazy.tsx';
import { refreshProject } from '../panel/session/session.ts';
import { followLink } from './connect-link.ts';
import { Desk } from './desk.tsx';

const Welcome = lazy(async () => (await import('./welcome.tsx')).Welcome);

/** Not at the top level: parts that are loaded later import from this module, and would wait for what waits for them. */
async function beginPage(): Promise<void> {
  // Before anything else looks at the address: a link that connects has the key in it.
  addEventListener('hashchange', () => void followLink());
  await followLink();
  await begin(<App Unconnected={Welcome} Layout={Desk} />);
  await refreshProject();
}

void beginPage();
