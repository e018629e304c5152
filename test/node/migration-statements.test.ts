import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../scripts/migrations/migration-statements.ts';
import { parseTriggers } from '../../scripts/migrations/schema-objects.ts';

const TABLES = `
CREATE TABLE orders (
  seq integer PRIMARY KEY NOT NULL, status text, total integer GENERATED ALWAYS AS (seq) VIRTUAL
);
CREATE TABLE counts (name text PRIMARY KEY NOT NULL, total integer NOT NULL) WITHOUT ROWID;
INSERT INTO orders (status) VALUES ('PAID'), ('CREATED');`;

const COUNT = `
-- A count that needs no counting.
CREATE TRIGGER orders_insert_count AFTER INSERT ON orders BEGIN
  UPDATE counts SET total = total + 1;
END;

REPLACE INTO counts SELECT 'orders', count(*) FROM orders;
`;

const REFUSALS = `
CREATE VIEW refusals AS SELECT NULL AS reason WHERE 0;

CREATE TRIGGER refusals_raise INSTEAD OF INSERT ON refusals BEGIN
  SELECT RAISE(ABORT, NEW.reason);
END;
`;

const REBUILD = [
  'CREATE TABLE `__new_orders` (seq integer PRIMARY KEY NOT NULL, status text NOT NULL, channel text,' +
    ' total integer GENERATED ALWAYS AS (seq) VIRTUAL);',
  'INSERT INTO `__new_orders`("seq", "status", "channel", "total")' +
    ' SELECT "seq", "status", "channel", "total" FROM `orders`;',
  'DROP TABLE `orders`;',
  'ALTER TABLE `__new_orders` RENAME TO `orders`;',
];

/** A database with two orders and the triggers of a file, and the text of what made it. */
function databaseWith(triggers: string) {
  const database = new DatabaseSync(':memory:');
  const history = TABLES + triggers;
  database.exec(history);
  return { database, history };
}

/** The statements from the triggers `before` to those `after`. */
function statementsBetween(before: string, after: string, tableChanges: string[] = []) {
  const { database, history } = databaseWith(before);
  return migrate(database, tableChanges, parseTriggers('triggers.sql', after), history);
}

describe('the statements of a migration', () => {
  it('are none where nothing has changed but comments', () => {
    expect(statementsBetween(COUNT + REFUSALS, REFUSALS + COUNT.replace('A count', 'One'))).toEqual([]);
  });

  it('create what is new and fill it from the rows that are there', () => {
    const { database, history } = databaseWith('');
    const statements = migrate(database, [], parseTriggers('triggers.sql', COUNT), history);
    expect(statements.map((statement) => statement.slice(0, 20))).toEqual([
      'CREATE TRIGGER order',
      'REPLACE INTO counts ',
    ]);
    expect(database.prepare('SELECT total FROM counts').get()).toEqual({ total: 2 });
  });

  it('replace what has changed, and only that', () => {
    const changed = COUNT.replace('total + 1;', 'total + 1 WHERE true;');
    expect(statementsBetween(COUNT + REFUSALS, changed + REFUSALS)).toEqual([
      'DROP TRIGGER orders_insert_count;',
      expect.stringContaining('WHERE true'),
      "REPLACE INTO counts SELECT 'orders', count(*) FROM orders;",
    ]);
  });

  it('drop what no file has', () => {
    expect(statementsBetween(COUNT, '')).toEqual(['DROP TRIGGER orders_insert_count;']);
  });

  it('create the triggers of a view again with it', () => {
    expect(statementsBetween(REFUSALS, REFUSALS.replace('WHERE 0', 'WHERE false'))).toEqual([
      'DROP TRIGGER refusals_raise;',
      'DROP VIEW refusals;',
      'CREATE VIEW refusals AS SELECT NULL AS reason WHERE false;',
      expect.stringContaining('CREATE TRIGGER refusals_raise'),
    ]);
  });

  it('run a statement that fills again where it has changed itself', () => {
    const changed = COUNT.replace("'orders'", "'all orders'");
    expect(statementsBetween(COUNT, changed)).toEqual([
      "REPLACE INTO counts SELECT 'all orders', count(*) FROM orders;",
    ]);
  });

  it('rebuild a table without losing its rows or any trigger that names it', () => {
    const ofAnother = `
CREATE TRIGGER counts_delete AFTER DELETE ON counts BEGIN
  DELETE FROM orders;
END;
`;
    const { database, history } = databaseWith(COUNT + ofAnother);
    migrate(database, REBUILD, parseTriggers('triggers.sql', COUNT + ofAnother), history);
    database.exec("INSERT INTO orders (status, channel) VALUES ('PAID', 'web')");
    expect(database.prepare('SELECT status, channel, total FROM orders').all()).toEqual([
      { status: 'PAID', channel: null, total: 1 },
      { status: 'CREATED', channel: null, total: 2 },
      { status: 'PAID', channel: 'web', total: 3 },
    ]);
    expect(database.prepare('SELECT total FROM counts').get()).toEqual({ total: 3 });
    database.exec('DELETE FROM counts');
    expect(database.prepare('SELECT count(*) AS count FROM orders').get()).toEqual({ count: 0 });
  });

  it('make a table without an integer key WITHOUT ROWID', () => {
    const columns = '(\n\t`name` text PRIMARY KEY NOT NULL\n);';
    expect(statementsBetween('', '', [`CREATE TABLE \`names\` ${columns}`])).toEqual([
      'CREATE TABLE `names` (\n\t`name` text PRIMARY KEY NOT NULL\n) WITHOUT ROWID;',
    ]);
  });

  it('are refused, naming the statement, where one fails', () => {
    const column = 'ALTER TABLE orders ADD `channel` text NOT NULL;';
    expect(() => statementsBetween('', '', [column])).toThrow(column);
    const unknown = COUNT.replace('REPLACE INTO counts', 'REPLACE INTO totals');
    expect(() => statementsBetween('', unknown)).toThrow('no such table: totals');
  });
});

describe('a file of triggers', () => {
  it.each([
    ['an unfinished statement', 'CREATE VIEW refusals AS SELECT 1'],
    ['a comment that is indented', '  -- why'],
    ['a table', 'CREATE TABLE orders (seq integer);'],
    ['an index', 'CREATE INDEX orders_id ON orders (id);'],
    ['a statement that fills nothing', 'INSERT INTO counts VALUES (1);'],
    ['a statement that deletes', `${REFUSALS}\nDELETE FROM orders;`],
    ['a trigger that may exist', 'CREATE TRIGGER IF NOT EXISTS a AFTER DELETE ON b BEGIN\n  SELECT 1;\nEND;'],
  ])('is refused with %s, by name', (_, text) => {
    expect(() => parseTriggers('worker/triggers/orders.sql', text)).toThrow('worker/triggers/orders.sql: ');
  });
});
