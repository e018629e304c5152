import { Settings } from 'lucide';
import type { ComponentType } from 'preact';
import type { TextName } from '../../text.ts';
import { lazy } from '../controls/lazy.tsx';
import type { ScreenName, ScreenProps } from '../navigation/route.ts';
import { OrdersScreen } from '../orders/orders-screen.tsx';
import { can } from '../session/session.ts';

/** The tab of a screen, for those who may use it. */
interface Tab {
  name: TextName;
  icon?: typeof Settings;
  isOffered: () => boolean;
}

interface ScreenEntry<Name extends ScreenName> {
  Component: ComponentType<ScreenProps<Name>>;
  tab?: Tab;
}

/** Every screen of the panel; their tabs stand in this order. Only the first screen is loaded at once. */
export const screens: { readonly [Name in ScreenName]: ScreenEntry<Name> } = {
  orders: { Component: OrdersScreen, tab: { name: 'orders', isOffered: () => true } },
  order: { Component: lazy(async () => (await import('../order/order-screen.tsx')).OrderScreen) },
  draft: {
    Component: lazy(async () => (await import('../order-form/order-form-screen.tsx')).OrderFormScreen),
  },
  capture: {
    Component: lazy(async () => (await import('../capture/capture-screen.tsx')).CaptureScreen),
  },
  customers: {
    Component: lazy(async () => (await import('../customers/customers-screen.tsx')).CustomersScreen),
    tab: { name: 'customers', isOffered: () => can('customers:read') },
  },
  customer: {
    Component: lazy(async () => (await import('../customer/customer-screen.tsx')).CustomerScreen),
  },
  'customer-form': {
    Component: lazy(
      async () => (await import('../customer-form/customer-form-screen.tsx')).CustomerFormScreen,
    ),
  },
  export: {
    Component: lazy(async () => (await import('../export/export-screen.tsx')).ExportScreen),
    tab: { name: 'export', isOffered: () => can('exports:manage') && can('orders:read') },
  },
  settings: {
    Component: lazy(async () => (await import('../connect/settings-screen.tsx')).SettingsScreen),
    tab: { name: 'settings', icon: Settings, isOffered: () => true },
  },
};
