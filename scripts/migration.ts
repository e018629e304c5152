/** npm run migration [-- NAME]: writes the migration that worker/tables and worker/triggers ask for. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { migrate } from './migrations/migration-statements.ts';
import { parseTriggers } from './migrations/schema-objects.ts';

/** Relative to the project's folder, where npm runs scripts, as in drizzle.config.ts. */
const MIGRATIONS = 'migrations';
const TRIGGERS = 'worker/triggers';
const JOURNAL = join(MIGRATIONS, 'meta/_journal.json');

const BREAKPOINT = '--> statement-breakpoint';
const drizzleKit = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs');

const read = (file: string): string => readFileSync(file, 'utf8');
const sqlFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => join(folder, file));

/** Reads the name of the migration as drizzle-kit's option; without one drizzle-kit makes a name up. */
function readOptions(): string[] {
  const { positionals } = parseArgs({ allowPositionals: true });
  const name = positionals.join(' ');
  if (/[^a-z0-9_]/.test(name)) throw new Error(`the name must be one word of a-z, 0-9 and _, not "${name}"`);
  return name ? ['--name', name] : [];
}

/** Runs `drizzle-kit generate`, and returns the file that it wrote, if any. */
function generate(options: string[]): string | undefined {
  const present = sqlFiles(MIGRATIONS);
  execFileSync(process.execPath, [drizzleKit, 'generate', ...options], { stdio: 'inherit' });
  return sqlFiles(MIGRATIONS).find((file) => !present.includes(file));
}

/** Takes back what drizzle-kit wrote. */
function remove(migration: string, journal: string): void {
  rmSync(migration);
  rmSync(join(MIGRATIONS, 'meta', `${migration.slice(MIGRATIONS.length + 1).split('_')[0]}_snapshot.json`));
  writeFileSync(JOURNAL, journal);
}

function writeMigration(): string | undefined {
  const options = readOptions();
  const wanted = sqlFiles(TRIGGERS).flatMap((file) => parseTriggers(file, read(file)));
  const history = sqlFiles(MIGRATIONS).map(read);
  const database = new DatabaseSync(':memory:');
  for (const migration of history) database.exec(migration);
  const journal = read(JOURNAL);

  let migration = generate(options);
  try {
    const tableChanges = migration
      ? read(migration)
          .split(BREAKPOINT)
          .map((statement) => statement.trim())
      : [];
    const statements = migrate(database, tableChanges, wanted, history.join('\n'));
    if (statements.length === 0) return undefined;
    migration ??= generate([...options, '--custom']);
    if (!migration) throw new Error('drizzle-kit wrote no custom migration');
    writeFileSync(migration, `${statements.join(`\n${BREAKPOINT}\n`)}\n`);
    return migration;
  } catch (error) {
    if (migration) remove(migration, journal);
    throw error;
  }
}

try {
  const migration = writeMigration();
  console.log(
    migration ? `Wrote ${migration}: read it before you commit it.` : 'There is nothing to migrate.',
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
