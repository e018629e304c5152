import { signal } from '@preact/signals';
import { Plus } from 'lucide';
import { plural, text } from '../../text.ts';
import { Empty } from '../controls/feedback.tsx';
import { Icon } from '../controls/icon.tsx';
import { useDebounced } from '../controls/use-debounced.ts';
import { ListResults } from '../lists/list-results.tsx';
import { ListScreen, shownTotal } from '../lists/list-screen.tsx';
import { toSearch } from '../lists/search-text.ts';
import { go, hrefOf } from '../navigation/route.ts';
import { CustomerDrafts } from '../outbox/customer-drafts.tsx';
import { can } from '../session/session.ts';
import { CustomerTable } from './customer-table.tsx';
import { useCustomers } from './use-customers.ts';

/** What is typed to search; still there when the user comes back from a customer. */
const typed = signal('');

const search = (value: string): void => {
  typed.value = value;
};

const NewCustomer = () => (
  <a class="button primary" href={hrefOf({ screen: 'customer-form' })} aria-keyshortcuts="n">
    <Icon icon={Plus} />
    {text('new_customer')}
  </a>
);

/** All customers, or those that a search finds. */
export function CustomersScreen() {
  const q = useDebounced(toSearch(typed.value));
  const list = useCustomers(q);
  const total = shownTotal(list);
  const canWrite = can('customers:write');
  const isSearched = q !== undefined;
  const empty = (
    <Empty title={text(isSearched ? 'nobody_found' : 'no_customers_yet')}>
      {isSearched ? (
        <button type="button" class="button" onClick={() => search('')}>
          {text('clear_search')}
        </button>
      ) : (
        canWrite && <NewCustomer />
      )}
    </Empty>
  );
  return (
    <ListScreen
      title={text('customers')}
      list={list}
      total={total === undefined ? '' : plural('customers_total', list.first?.total ?? 0, total)}
      search={{ label: text('search_customers'), value: typed.value, onValue: search }}
      create={canWrite ? () => go({ screen: 'customer-form' }) : undefined}
      createButton={<NewCustomer />}
      drafts={canWrite && <CustomerDrafts />}
    >
      <ListResults list={list} empty={empty}>
        <CustomerTable list={list} />
      </ListResults>
    </ListScreen>
  );
}
