import { type IconNode, Settings } from 'lucide';
import { useEffect } from 'preact/hooks';
import { OUTBOX_INTERVAL } from '../../shared/limits.ts';
import { customerDrafts } from '../drafts/customers/customer-drafts.ts';
import { orderDrafts } from '../drafts/orders/order-drafts.ts';
import { draftsFor } from '../drafts/store/draft-list.ts';
import { type TextName, text } from '../text.ts';
import { LiveRegions } from './controls/announce.tsx';
import { Icon } from './controls/icon.tsx';
import { lazy } from './controls/lazy.tsx';
import { restoreFocus } from './navigation/restore-focus.ts';
import { hrefOf, type Route, route } from './navigation/route.ts';
import { OrdersScreen } from './orders/orders-screen.tsx';
import { can, connection } from './session/session.ts';
import { ConnectionProblem } from './shell/connection-problem.tsx';

const ConnectScreen = lazy(async () => (await import('./connect/connect-screen.tsx')).ConnectScreen);
const SettingsScreen = lazy(async () => (await import('./connect/settings-screen.tsx')).SettingsScreen);
const OrderScreen = lazy(async () => (await import('./order/order-screen.tsx')).OrderScreen);
const DraftScreen = lazy(async () => (await import('./order-form/order-form-screen.tsx')).DraftScreen);
const CustomersScreen = lazy(async () => (await import('./customers/customers-screen.tsx')).CustomersScreen);
const CustomerScreen = lazy(async () => (await import('./customer/customer-screen.tsx')).CustomerScreen);
const CustomerFormScreen = lazy(
  async () => (await import('./customer-form/customer-form-screen.tsx')).CustomerFormScreen,
);
const ExportScreen = lazy(async () => (await import('./export/export-screen.tsx')).ExportScreen);

function Screens() {
  const present = route.value;
  switch (present.screen) {
    case 'orders':
      return <OrdersScreen />;
    case 'order':
      return <OrderScreen key={present.id} id={present.id} />;
    case 'draft':
      return <DraftScreen key={present.id} id={present.id} />;
    case 'customers':
      return <CustomersScreen />;
    case 'customer':
      return <CustomerScreen key={present.id} id={present.id} />;
    case 'customer-form':
      return <CustomerFormScreen key={present.id ?? ''} id={present.id} />;
    case 'export':
      return <ExportScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}

type TabScreen = 'orders' | 'customers' | 'export' | 'settings';

const tabs: readonly { screen: TabScreen; name: TextName; icon?: IconNode; isOffered: () => boolean }[] = [
  { screen: 'orders', name: 'orders', isOffered: () => true },
  { screen: 'customers', name: 'customers', isOffered: () => can('customers:read') },
  { screen: 'export', name: 'export', isOffered: () => can('exports:manage') && can('orders:read') },
  { screen: 'settings', name: 'settings', icon: Settings, isOffered: () => true },
];

const Tabs = ({ present }: { present: Route }) => (
  <nav class="tabs" aria-label={text('sections')}>
    {tabs
      .filter(({ isOffered }) => isOffered())
      .map(({ screen, name, icon }) => (
        <a
          key={screen}
          href={hrefOf({ screen })}
          class={icon && 'tab-icon'}
          aria-label={icon && text(name)}
          title={icon && text(name)}
          aria-current={present.screen === screen ? 'page' : undefined}
        >
          {icon ? <Icon icon={icon} /> : text(name)}
        </a>
      ))}
  </nav>
);

function useOutbox(): void {
  const server = connection.value?.url;
  const isWaiting = [...draftsFor(orderDrafts, server), ...draftsFor(customerDrafts, server)].some(
    ({ delivery }) => delivery.state === 'queued',
  );
  useEffect(() => {
    if (!isWaiting) return;
    const send = async () => (await import('./outbox/send-waiting.ts')).sendWaiting();
    const timer = setInterval(send, OUTBOX_INTERVAL);
    addEventListener('online', send);
    return () => {
      clearInterval(timer);
      removeEventListener('online', send);
    };
  }, [isWaiting]);
}

export function App() {
  useOutbox();
  useEffect(restoreFocus, []);
  const present = route.value;
  return (
    <>
      <LiveRegions />
      {connection.value ? (
        <>
          <ConnectionProblem />
          {tabs.some(({ screen }) => screen === present.screen) && <Tabs present={present} />}
          <Screens />
        </>
      ) : (
        <ConnectScreen />
      )}
    </>
  );
}
