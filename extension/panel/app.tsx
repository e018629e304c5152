// First, so that the styles of screens come after them.
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { LiveRegions } from './controls/announce.tsx';
import { lazy } from './controls/lazy.tsx';
import { restoreFocus } from './navigation/restore-focus.ts';
import { route } from './navigation/route.ts';
import { connection } from './session/session.ts';
import { ConnectionProblem } from './shell/connection-problem.tsx';
import { screens } from './shell/screens.tsx';
import { Tabs } from './shell/tabs.tsx';
import { useOutbox } from './shell/use-outbox.ts';

const ConnectScreen = lazy(async () => (await import('./connect/connect-screen.tsx')).ConnectScreen);

/** The screen of the present address. */
export function PresentScreen() {
  const { screen, ...props } = route.value;
  const Present = screens[screen].Component as ComponentType<{ id?: string }>;
  const id = 'id' in props ? props.id : undefined;
  return <Present key={`${screen}/${id ?? ''}`} {...(id !== undefined && { id })} />;
}

interface AppProps {
  /** What is shown until it is connected. */
  Unconnected?: ComponentType;
  /** How the tabs and screens are laid out. */
  Layout?: ComponentType;
}

/** One screen at a time. */
export const OneScreen = () => (
  <>
    <Tabs present={route.value.screen} />
    <PresentScreen />
  </>
);

/** The application, for as long as it is open. */
export function App({ Unconnected = ConnectScreen, Layout = OneScreen }: AppProps) {
  useOutbox();
  useEffect(restoreFocus, []);
  return (
    <>
      <LiveRegions />
      {connection.value ? (
        <>
          <ConnectionProblem />
          <Layout />
        </>
      ) : (
        <Unconnected />
      )}
    </>
  );
}
