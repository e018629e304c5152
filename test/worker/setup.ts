import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { forgetSchemas } from '../../worker/metadata-schemas/check-metadata.ts';

// Files share a runtime, which is slow to start, but nothing else: each finds an empty database, and nothing remembered.
await reset();
await applyD1Migrations(env.DB, env.MIGRATIONS);
forgetSchemas();
