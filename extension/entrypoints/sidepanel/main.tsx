import { App } from '../../panel/app.tsx';
import { begin } from '../../panel/begin.ts';
import { refreshProject } from '../../panel/session/session.ts';

/** Not at the top level: parts that are loaded later import from this module, and would wait for what waits for them. */
async function beginPanel(): Promise<void> {
  await begin(<App />);
  const { beginAskedFor } = await import('../../panel/asked-for.ts');
  beginAskedFor();
  await refreshProject();
}

void beginPanel();
