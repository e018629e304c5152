import { screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { queryClient } from '../../extension/panel/session/query.ts';
import { makeCustomer } from './set-up/factories.ts';
import { openConnected } from './set-up/panel.tsx';
import { Server } from './set-up/server.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Shows or hides the panel, as a window that is minimised does. */
function setVisibility(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  globalThis.dispatchEvent(new Event('visibilitychange'));
}

it('a list that could not be read while nobody saw it is read once it is seen', async () => {
  const server = new Server();
  server.putCustomer(makeCustomer({ name: 'Ann Away' }));
  server.isAway = true;
  setVisibility('hidden');
  await openConnected(server, { screen: 'customers' });
  await waitFor(() => {
    const [query] = queryClient.getQueryCache().findAll({ fetchStatus: 'paused' });
    expect(query).toBeDefined();
  });
  server.isAway = false;
  setVisibility('visible');
  await screen.findByText('Ann Away');
});
