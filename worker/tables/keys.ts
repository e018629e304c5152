import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Role } from '../../shared/keys/roles.ts';

/** Key pairs. Revoked ones stay, so that activity can still name them. `token_hash` is SHA-256 in hex. */
export const keys = sqliteTable(
  'keys',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    appId: text('app_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    role: text().$type<Role>().notNull(),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [uniqueIndex('keys_id').on(table.id), uniqueIndex('keys_app_id').on(table.appId)],
);
