import { screen, within } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { makeCustomer } from '../set-up/factories.ts';
import { expectSaid, openConnected } from '../set-up/panel.tsx';
import { listOf, Server } from '../set-up/server.ts';

it('a search of customers that finds nothing says what it shows instead', async () => {
  const server = new Server();
  const ada = makeCustomer({ name: 'Ada Lovelace', email: 'ada@example.com' });
  server.answer = ({ path, query }) =>
    path.startsWith('/v1/customers') && query.q === 'lovelcae'
      ? listOf('customers', [ada], { did_you_mean: 'Lovelace' })
      : undefined;
  const { user } = await openConnected(server);
  await user.click(await screen.findByRole('link', { name: 'Customers' }));
  await user.type(await screen.findByRole('searchbox', { name: 'Name, email or phone' }), 'lovelcae');
  await screen.findByText('Nothing found as typed. Did you mean “Lovelace”?');
  const [, row] = screen.getAllByRole('row');
  expect(within(row as HTMLElement).getByRole('link').textContent).toBe('Ada Lovelace');
  await expectSaid('Nothing found as typed. Did you mean “Lovelace”? 1 customer');
});
