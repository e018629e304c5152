import { render, type VNode } from 'preact';
import { beginRoute } from './navigation/route.ts';
import { beginFilters } from './orders/list-filters.ts';
import { beginSession } from './session/session.ts';

/** Shows the application where it was left, and follows what other windows do from then on. */
export async function begin(app: VNode): Promise<void> {
  await Promise.all([beginSession(), beginRoute(), beginFilters()]);
  render(app, document.getElementById('root') ?? document.body);
  // Drafts come after the first screen.
  const { beginDrafts } = await import('../drafts/begin-drafts.ts');
  await beginDrafts();
}
