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

function PresentScreen() {
  const { screen, ...props } = route.value;
  const Present = screens[screen].Component as ComponentType<{ id?: string }>;
  const id = 'id' in props ? props.id : undefined;
  return <Present key={`${screen}/${id ?? ''}`} {...(id !== undefined && { id })} />;
}

export function App() {
  useOutbox();
  useEffect(restoreFocus, []);
  return (
    <>
      <LiveRegions />
      {connection.value ? (
        <>
          <ConnectionProblem />
          <Tabs present={route.value.screen} />
          <PresentScreen />
        </>
      ) : (
        <ConnectScreen />
      )}
    </>
  );
}
