/** A D1 as scripts reach it, past the Worker: the deployed one through wrangler, a local one through the runtime. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticeClosedConnections } from './closed-connections.ts';
import { ROOT, wrangler } from './wrangler.ts';

/** Which database a command means: the deployed one, or the local one in a state folder. */
export type Target = { remote: true } | { remote: false; state: string };

/** A database that statements can be sent to until it is closed. */
export interface Database {
  /** Runs one SQL statement and returns its rows. */
  execute<Row>(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

const MIGRATIONS = join(ROOT, 'migrations');

/** The table where `wrangler d1 migrations` keeps the names of those that were applied. */
const CREATE_APPLIED = `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

/** Applies the migrations that the database does not have yet, each whole or not at all. */
async function migrate(database: D1Database): Promise<void> {
  const { unstable_splitSqlQuery: splitStatements } = await import('wrangler');
  await noticeClosedConnections();
  await database.prepare(CREATE_APPLIED).run();
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql') && !applied.has(name));
  for (const name of files.sort()) {
    const statements = splitStatements(readFileSync(join(MIGRATIONS, name), 'utf8'));
    await noticeClosedConnections();
    await database.batch([
      ...statements.map((sql) => database.prepare(sql)),
      database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ]);
  }
}

async function openLocal(state: string): Promise<Database> {
  // Not at the top: the runtime takes a second or more to load, which a command that is refused need not wait for.
  const { startLocalDatabase } = await import('./local-worker.ts');
  const miniflare = await startLocalDatabase(state);
  const database = await miniflare.getD1Database('DB');
  const close = () => miniflare.dispose();
  try {
    await migrate(database);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    async execute<Row>(sql: string) {
      await noticeClosedConnections();
      return (await database.prepare(sql).all<Row>()).results;
    },
  };
}

const remote: Database = {
  close: async () => {},
  async execute<Row>(sql: string) {
    const output = await wrangler(['d1', 'execute', 'DB', '--remote', '--json', '--command', sql]);
    const [result]: { results: Row[] }[] = JSON.parse(output);
    return result?.results ?? [];
  },
};

/**
 * Opens a database for some work, and closes it after that. The local one may not exist yet, and is migrated; the
 * deployed one is by `npm run deploy`.
 */
export async function withDatabase<Result>(
  target: Target,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = target.remote ? remote : await openLocal(target.state);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
