/** npm start [-- --port N --state DIR --demo --script FILE]: the API and the desk on an embedded D1. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connectLink } from './connect-link.ts';
import type { KeyPair } from './key-pairs.ts';
import { DEFAULT_STATE } from './local/wrangler.ts';

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.PORT || '8787' },
      state: { type: 'string', default: process.env.DOCKET_STATE || DEFAULT_STATE },
      demo: { type: 'boolean', default: false },
      script: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`the port (--port or PORT) must be a number from 0 to 65535, not "${values.port}"`);
  }
  return { port, state: resolve(values.state), demo: values.demo, script: values.script };
}

const instructions = (url: URL, key: KeyPair, state: string): string => `
Docket is at ${url.origin}   API reference: ${url.origin}/docs

Open the desk, connected. The link has an admin key in it:

  ${connectLink(url.origin, key)}

Or call the API:

  X-App-Id:    ${key.app_id}
  X-App-Token: ${key.app_token}

  curl ${url.origin}/v1/orders -H 'Content-Type: application/json' \\
    -H 'X-App-Id: ${key.app_id}' -H 'X-App-Token: ${key.app_token}' \\
    -d '{"source_id":"first","status":"PAID","items":[{"source_id":"mug","quantity":2,"price":450}],"customer":{"source_id":"ann","name":"Ann"}}'

The same desk beside any page, as an extension (build it once with npm run build):

  Chromium  chrome://extensions, Developer mode, Load unpacked: dist/extension/chrome-mv3
  Firefox   about:debugging#/runtime/this-firefox, Load Temporary Add-on: dist/extension/firefox-mv3/manifest.json
  Open it by its button or Alt+Shift+D, and paste the link.

More keys: npm run keys -- create --role ingest --name shop${state === DEFAULT_STATE ? '' : ` --state '${state}'`}
Stop: Ctrl-C
`;

async function start(): Promise<void> {
  const options = readOptions();
  // What was started so far ends with this process.
  process.on('SIGINT', () => process.exit(0)).on('SIGTERM', () => process.exit(0));
  console.error('Loading the local runtime');
  // Not at the top: the runtime takes a second or more to load.
  const { serve } = await import('./serve.ts');
  const { url, key } = await serve(options);
  console.log(instructions(url, key, options.state));
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
