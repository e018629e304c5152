/** npm run keys -- create --role ROLE --name NAME | list | revoke ID [--remote] [--state DIR] [--json] */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ZodError } from 'zod';
import { CreateKey } from '../shared/keys/keys.ts';
import { Role, roleScopes } from '../shared/keys/roles.ts';
import { connectLink } from './connect-link.ts';
import { createKeyPair, listKeyPairs, revokeKeyPair } from './key-pairs.ts';
import { type Target, withDatabase } from './local/database.ts';
import { DEFAULT_STATE } from './local/wrangler.ts';

const USAGE = `Usage:
  npm run keys -- create --role ROLE --name NAME   make a key pair; its token is shown this once
  npm run keys -- list                             list key pairs
  npm run keys -- revoke ID                        revoke a key pair (takes effect within 30 seconds)

  --remote      the deployed database; without it the local one of npm start
  --state DIR   the local database's folder (default .docket, or DOCKET_STATE)
  --json        print JSON alone

Roles:
${Role.options.map((role) => `  ${role.padEnd(8)} ${roleScopes[role].join(', ')}`).join('\n')}`;

class UsageError extends Error {}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        name: { type: 'string' },
        state: { type: 'string', default: process.env.DOCKET_STATE || DEFAULT_STATE },
        remote: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** What `--json` prints, and what a person reads instead. */
interface Output {
  json: unknown;
  text: string;
}

async function create(target: Target, role: string | undefined, name: string | undefined): Promise<Output> {
  if (!role || !name) throw new UsageError('create needs --role and --name');
  const request = CreateKey.parse({ role, name });
  const pair = await withDatabase(target, (database) => createKeyPair(database, request));
  const text = `Created ${pair.id} (${pair.role}). The token is shown this once:\n\n  X-App-Id: ${pair.app_id}\n  X-App-Token: ${pair.app_token}\n\nTo open the desk connected, put the server's address before this:\n\n  ${connectLink('https://…', pair)}`;
  return { json: pair, text };
}

async function list(target: Target): Promise<Output> {
  const pairs = await withDatabase(target, listKeyPairs);
  const lines = pairs.map(({ id, app_id, role, name, created_at, revoked_at }) =>
    [id, app_id, role.padEnd(8), created_at, revoked_at ? `revoked ${revoked_at}` : 'active', name].join(
      '  ',
    ),
  );
  return { json: { keys: pairs }, text: lines.join('\n') || 'There are no keys yet.' };
}

async function revoke(target: Target, id: string | undefined): Promise<Output> {
  if (!id) throw new UsageError('revoke needs the id of a key');
  const isRevoked = await withDatabase(target, (database) => revokeKeyPair(database, id));
  if (!isRevoked) throw new UsageError(`there is no key ${id}`);
  return { json: { id, revoked: true }, text: `Revoked ${id}. It stops working within 30 seconds.` };
}

async function run(): Promise<void> {
  const { values, positionals } = readArguments();
  const [command, id, ...surplus] = positionals;
  if (surplus.length > 0 || (id !== undefined && command !== 'revoke')) throw new UsageError(USAGE);
  const target: Target = values.remote ? { remote: true } : { remote: false, state: resolve(values.state) };
  if (command !== 'create' && command !== 'list' && command !== 'revoke') throw new UsageError(USAGE);
  const commands = {
    create: () => create(target, values.role, values.name),
    list: () => list(target),
    revoke: () => revoke(target, id),
  };
  const { json, text } = await commands[command]();
  console.log(values.json ? JSON.stringify(json) : text);
}

try {
  await run();
} catch (error) {
  const message =
    error instanceof ZodError
      ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')
      : error instanceof Error
        ? error.message
        : String(error);
  console.error(message);
  process.exitCode = error instanceof UsageError || error instanceof ZodError ? 2 : 1;
}
