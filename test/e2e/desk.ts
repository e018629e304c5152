/** An order desk to be worked at: a server, a browser and the panel in it. */
import { inject, onTestFinished } from 'vitest';
import { type Chromium, launchChromium } from '../../scripts/browsers/chromium.ts';
import { connect, Panel } from '../../scripts/browsers/panel.ts';
import { callerOf, type ServerAddress } from '../node/server.ts';

/** The server that scenarios share. */
export const sharedServer = () => ({ ...inject('server'), call: callerOf(inject('server')) });

/** Chromium until the test is over, with the permission to call servers on this computer. */
export async function openChromium(profile?: string): Promise<Chromium> {
  const chromium = await launchChromium(profile === undefined ? {} : { profile });
  onTestFinished(() => chromium.close());
  await chromium.allowOrigin('http://127.0.0.1/*');
  return chromium;
}

/** Chromium with the side panel open and connected to a server: the shared one, where no other is given. */
export async function openDesk(server: ServerAddress = inject('server')) {
  const chromium = await openChromium();
  const panel = new Panel(await chromium.openPanel());
  await connect(panel, server);
  return { chromium, panel };
}
