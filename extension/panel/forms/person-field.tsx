import { useSignal } from '@preact/signals';
import { X } from 'lucide';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { CustomerList } from '../../../shared/customers/customer-lists.ts';
import type { Customer } from '../../../shared/customers/customers.ts';
import { apiPaths } from '../../api-paths.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { Combobox, type Option } from '../controls/combobox.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { useDebounced } from '../controls/use-debounced.ts';
import { toSearch } from '../lists/search-text.ts';
import { useQuery } from '../session/query.ts';
import { api, can, connection } from '../session/session.ts';

/** How many are offered. */
const OFFERED = 10;

/** A customer as it was chosen. */
interface Person {
  id: string;
  label: string;
}

const detailOf = ({ name, email, source_id }: Customer): string =>
  [name && email, source_id].filter(Boolean).join(' · ');

/** Customers that match what is typed; an answer to an earlier question is never shown for a later one. */
function useCustomerSearch(typed: string) {
  const q = useDebounced(typed.trim());
  const isSearched = toSearch(q) !== undefined;
  const { data, isFetching } = useQuery<CustomerList>({
    queryKey: ['customer-search', connection.value?.url, q],
    enabled: isSearched && can('customers:read'),
    queryFn: async ({ signal }) => {
      const query: [string, string | number][] = [
        ['q', q],
        ['limit', OFFERED],
      ];
      return (await api({ path: apiPaths.customers, query, reply: CustomerList, signal })).data;
    },
  });
  const isCurrent = q === typed.trim();
  const { customers: found, did_you_mean: meant } = (isSearched && isCurrent && data) || {};
  return { found, meant, isFetching };
}

interface PersonFieldProps {
  label: string;
  value: Person | null;
  onChoose: (person: Person | null) => void;
  error?: string | undefined;
  /** What is typed to search, where it is kept by another. */
  typed?: { value: string; onValue: (value: string) => void };
  /** Offers to make a new customer of what was typed. */
  onNew?: ((typed: string) => void) | undefined;
}

/** A customer, chosen by searching. */
export function PersonField({ label, value, onChoose, error, typed, onNew }: PersonFieldProps) {
  const own = useSignal('');
  const { value: query, onValue } = typed ?? {
    value: own.value,
    onValue: (next: string) => {
      own.value = next;
    },
  };
  const { found, meant, isFetching } = useCustomerSearch(query);
  const field = useRef<HTMLDivElement>(null);
  const isChoosing = useRef(false);
  const choose = (person: Person | null) => {
    isChoosing.current = true;
    onChoose(person);
  };
  useLayoutEffect(() => {
    // What had the focus has made way for the other of the two.
    if (isChoosing.current) field.current?.querySelector<HTMLElement>('input, button')?.focus();
    isChoosing.current = false;
  }, [value]);
  const options = useMemo((): Option[] | undefined => {
    const customers = (found ?? []).map((customer) => ({
      key: customer.id,
      content: (
        <>
          <span>{personLabel(customer)}</span>
          <span class="quiet small">{detailOf(customer)}</span>
        </>
      ),
      choose: () => {
        onValue('');
        choose({ id: customer.id, label: personLabel(customer) });
      },
    }));
    if (!onNew || query.trim() === '') return found && customers;
    const create = {
      key: 'new',
      content: <span>{text('new_customer_named', query.trim())}</span>,
      choose: () => {
        onValue('');
        onNew(query.trim());
      },
    };
    return [...customers, create];
  }, [found, query, onNew !== undefined]);

  if (value) {
    return (
      <div class="field" ref={field}>
        <span class="label">{label}</span>
        <div class="notice">
          <span>{value.label}</span>
          <IconButton label={text('remove_what', value.label)} icon={X} onClick={() => choose(null)} />
        </div>
        {error && (
          <p class="error" tabIndex={-1}>
            {error}
          </p>
        )}
      </div>
    );
  }
  const note = meant === undefined ? undefined : text('did_you_mean', meant);
  return (
    <div ref={field}>
      <Combobox
        label={label}
        hint={found?.length === 0 ? text('nobody_found') : note}
        error={error}
        placeholder={text('search_customers')}
        value={query}
        onValue={onValue}
        options={options}
        isBusy={isFetching}
      />
    </div>
  );
}
