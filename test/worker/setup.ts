import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { forgetSchemas } from '../../worker/metadata-schemas/check-metadata.ts';
import { trustCopies } from './copies.ts';

// Files share a runtime, which is slow to start, but nothing else: each finds an empty database, and nothing remembered.
// The runtime puts a database that rests for ten seconds aside, and then does not reset it: it is woken before.
await env.DB.prepare('SELECT 1').run();
await reset();
await applyD1Migrations(env.DB, env.MIGRATIONS);
forgetSchemas();
trustCopies();
