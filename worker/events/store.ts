import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';

export interface EventRow {
  version: number;
  type: string;
  createdAt: number;
  changes: string;
  keyId: string | null;
  keyName: string | null;
  appId: string | null;
}

/** The order's events older than version `before`, newest first. */
export const eventsOfOrder = compile<{ orderSeq: number; before: number; limit: number }, EventRow>(
  sql`SELECT version, type, order_events.created_at AS "createdAt", changes,
      keys.id AS "keyId", keys.name AS "keyName", keys.app_id AS "appId"
    FROM order_events LEFT JOIN keys ON keys.id = order_events.key_id
    WHERE order_seq = ${sql.placeholder('orderSeq')} AND version < ${sql.placeholder('before')}
    ORDER BY version DESC LIMIT ${sql.placeholder('limit')}`,
);
