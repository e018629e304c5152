/** What all scenarios share: the browsers, the extension as it is published, and a server. */
import type { TestProject } from 'vitest/node';
import { buildExtension } from '../../scripts/browsers/build-extension.ts';
import { installMissing } from '../../scripts/browsers/executables.ts';
import { type ServerAddress, startServer } from '../node/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for the scenarios that need none of their own: each makes its own orders there and looks at no others. */
    server: ServerAddress;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<unknown>> {
  installMissing(['chromium', 'firefox']);
  const { script } = project.getProvidedContext();
  const [server] = await Promise.all([
    startServer({ script }),
    buildExtension('chromium'),
    buildExtension('firefox'),
  ]);
  project.provide('server', { url: server.url, key: server.key });
  return server.stop;
}
