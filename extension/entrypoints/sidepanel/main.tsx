import '../../panel/styles/tokens.css';
import '../../panel/styles/base.css';
import '../../panel/styles/controls.css';
import { render } from 'preact';
import { App } from '../../panel/app.tsx';
import { beginAskedFor } from '../../panel/asked-for.ts';
import { beginRoute } from '../../panel/navigation/route.ts';
import { beginFilters } from '../../panel/orders/list-filters.ts';
import { beginSession, refreshProject } from '../../panel/session/session.ts';

/** Not at the top level: parts that are loaded later import from this module, and would wait for what waits for them. */
async function begin(): Promise<void> {
  await Promise.all([beginSession(), beginRoute(), beginFilters()]);
  render(<App />, document.getElementById('root') ?? document.body);
  // Drafts come after the first screen.
  const { beginDrafts } = await import('../../drafts/begin-drafts.ts');
  await beginDrafts();
  beginAskedFor();
  await refreshProject();
}

void begin();
