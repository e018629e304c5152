/*
 * What drizzle-kit cannot say of a schema: triggers, views and virtual tables, as worker/triggers has them.
 */

/** A trigger, view or virtual table. */
export interface SchemaObject {
  kind: 'TRIGGER' | 'VIEW' | 'VIRTUAL TABLE';
  name: string;
  /** The text of its CREATE, without a semicolon: as SQLite keeps it in `sqlite_schema.sql`. */
  sql: string;
  /** Statements that fill it or what it keeps, run each time it is created. */
  fills: string[];
}

/** A statement begins at the start of a line and ends with a line; the body of a trigger is indented. */
const STATEMENT = /^(CREATE TRIGGER [\s\S]*?^END|[A-Z][\s\S]*?);$/gm;
const COMMENTS = /^--.*$/gm;
const CREATE = /^CREATE (TRIGGER|VIEW|VIRTUAL TABLE) (?!IF\b)(\w+)\s/;

/** The kind and name of the object that a statement creates; null if it creates none of them. */
function createdBy(statement: string): Pick<SchemaObject, 'kind' | 'name'> | null {
  const [, kind, name] = CREATE.exec(statement) ?? [];
  return kind && name ? { kind: kind as SchemaObject['kind'], name } : null;
}

/**
 * Reads a file of worker/triggers: CREATE statements, each followed by the INSERT and REPLACE statements that
 * fill what it creates, and comments at the start of a line.
 * @throws Error naming the file and the text that is none of these
 */
export function parseTriggers(file: string, text: string): SchemaObject[] {
  const rest = text.replace(STATEMENT, '').replace(COMMENTS, '').trim();
  if (rest) throw new Error(`${file}: not a statement that ends with ";" at the end of a line: ${rest}`);
  const objects: SchemaObject[] = [];
  for (const [, sql = ''] of text.matchAll(STATEMENT)) {
    const created = createdBy(sql);
    const last = objects.at(-1);
    if (created) objects.push({ ...created, sql, fills: [] });
    else if (last && /^(INSERT|REPLACE)\b/.test(sql)) last.fills.push(`${sql};`);
    else
      throw new Error(`${file}: must create a trigger, view or virtual table, or fill the one above: ${sql}`);
  }
  return objects;
}

/** Picks the triggers, views and virtual tables of a database out of the `sql` of its `sqlite_schema`. */
export function schemaObjects(statements: readonly string[]): SchemaObject[] {
  return statements.flatMap((sql) => {
    const created = createdBy(sql);
    return created ? [{ ...created, sql, fills: [] }] : [];
  });
}
