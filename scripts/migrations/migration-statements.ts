import type { DatabaseSync } from 'node:sqlite';
import { type SchemaObject, schemaObjects } from './schema-objects.ts';

function readObjects(database: DatabaseSync): SchemaObject[] {
  const rows = database.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
  return schemaObjects(rows.map(({ sql }) => String(sql)));
}

const isIn = (objects: SchemaObject[], { sql }: SchemaObject) => objects.some((object) => object.sql === sql);

/** Finds the objects that must not be there while the tables change, triggers first. */
function findDropped(
  present: SchemaObject[],
  wanted: SchemaObject[],
  tableChanges: string[],
): SchemaObject[] {
  const changed = present.filter((object) => !isIn(wanted, object));
  // SQLite drops triggers in silence with their table or view, and cannot rebuild a table that a trigger names.
  const replaced = [
    ...tableChanges.flatMap((statement) => /^ALTER TABLE `__new_(\w+)`/.exec(statement)?.[1] ?? []),
    ...changed.filter(({ kind }) => kind !== 'TRIGGER').map(({ name }) => name),
  ];
  const names = new RegExp(`\\b(${replaced.join('|')})\\b`);
  const isTouched = ({ kind, sql }: SchemaObject) =>
    replaced.length > 0 && kind !== 'VIRTUAL TABLE' && names.test(sql);
  return present
    .filter((object) => changed.includes(object) || isTouched(object))
    .sort((a, b) => a.kind.localeCompare(b.kind));
}

const storedColumns = (database: DatabaseSync, table: string): string[] =>
  database
    .prepare('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0')
    .all(table)
    .map(({ name }) => `\`${name}\``);

/** Adds WITHOUT ROWID, and lets a rebuild copy only stored columns of both tables: drizzle-kit does neither. */
function correct(statement: string, database: DatabaseSync): string {
  if (statement.startsWith('CREATE TABLE') && !statement.includes('integer PRIMARY KEY'))
    return statement.replace(/;$/, ' WITHOUT ROWID;');
  const table = /^INSERT INTO `__new_(\w+)`/.exec(statement)?.[1];
  if (table === undefined) return statement;
  const present = storedColumns(database, table);
  const copied = storedColumns(database, `__new_${table}`).filter((column) => present.includes(column));
  const columns = copied.join(', ');
  return `INSERT INTO \`__new_${table}\` (${columns})\nSELECT ${columns} FROM \`${table}\`;`;
}

/**
 * Migrates an empty database of the last schema, and returns the statements that did.
 * @param tableChanges the statements that drizzle-kit generated
 * @param wanted the triggers, views and virtual tables that must exist afterwards
 * @param history the text of all migrations before: a statement that fills is run again where it has changed
 * @throws Error with the statement that fails, or with the names of what is not as wanted afterwards
 */
export function migrate(
  database: DatabaseSync,
  tableChanges: string[],
  wanted: SchemaObject[],
  history: string,
): string[] {
  const statements: string[] = [];
  const run = (statement: string) => {
    try {
      database.exec(statement);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}, in: ${statement}`);
    }
    statements.push(statement);
  };
  const present = readObjects(database);
  const dropped = findDropped(present, wanted, tableChanges);
  for (const { kind, name } of dropped) run(`DROP ${kind === 'VIRTUAL TABLE' ? 'TABLE' : kind} ${name};`);
  for (const statement of tableChanges) run(correct(statement, database));
  for (const object of wanted) {
    const isKept = isIn(present, object) && !isIn(dropped, object);
    if (!isKept) run(`${object.sql};`);
    for (const fill of object.fills) if (!isKept || !history.includes(fill)) run(fill);
  }
  const reached = readObjects(database);
  const wrong = [
    ...wanted.filter((object) => !isIn(reached, object)),
    ...reached.filter((object) => !isIn(wanted, object)),
  ];
  if (wrong.length > 0)
    throw new Error(`not as in worker/triggers: ${wrong.map(({ name }) => name).join(', ')}`);
  return statements;
}
