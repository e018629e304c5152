import { Pencil, RefreshCw } from 'lucide';
import type { Customer } from '../../../shared/customers/customers.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { Failed, Loading } from '../controls/feedback.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { LazyDetails } from '../controls/lazy-details.tsx';
import { refresh } from '../controls/refresh.ts';
import { go } from '../navigation/route.ts';
import { Screen } from '../navigation/screen.tsx';
import { queryClient } from '../session/query.ts';
import { can } from '../session/session.ts';
import { CustomerOrders } from './customer-orders.tsx';
import { CustomerSegments } from './customer-segments.tsx';
import { CustomerTimeline } from './customer-timeline.tsx';
import { Bought, Profile } from './profile.tsx';
import { useCustomer } from './use-customer.ts';
import './customer.css';

/** The activity, read once it is opened: the orders below it are what is mostly looked for. */
const CustomerHistory = ({ id }: { id: string }) => (
  <LazyDetails class="section" summary={text('activity')}>
    {() => (
      <div class="stack history">
        <CustomerTimeline id={id} />
      </div>
    )}
  </LazyDetails>
);

const Detail = ({ customer }: { customer: Customer }) => (
  <>
    <section class="section" aria-label={text('summary')}>
      <Bought customer={customer} />
    </section>
    <Profile customer={customer} />
    {can('segments:read') && <CustomerSegments id={customer.id} />}
    <CustomerHistory id={customer.id} />
    {can('orders:read') && <CustomerOrders customer={customer} />}
  </>
);

/** One customer: who they are, what they have bought, and their orders. */
export function CustomerScreen({ id }: { id: string }) {
  const { data, error, isPending, isFetching, refetch } = useCustomer(id);
  const refetchAll = (options: { throwOnError: boolean }) =>
    queryClient.refetchQueries({ type: 'active' }, options);
  return (
    <Screen
      title={data ? personLabel(data.data) : text('customer')}
      up={{ screen: 'customers' }}
      actions={
        <>
          <IconButton
            label={text('refresh')}
            icon={RefreshCw}
            onClick={() => refresh(refetchAll)}
            isBusy={isFetching}
          />
          {data && can('customers:write') && (
            <IconButton
              label={text('edit')}
              icon={Pencil}
              onClick={() => go({ screen: 'customer-form', id: data.data.id })}
            />
          )}
        </>
      }
    >
      {isPending ? (
        <Loading />
      ) : data ? (
        <Detail customer={data.data} />
      ) : (
        <Failed error={error} retry={() => refetch()} />
      )}
    </Screen>
  );
}
