import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, wrangler } from '../../scripts/local/wrangler.ts';

/** What a migration is made from, and what D1 takes it by. */
const COPIED = [
  'worker/tables',
  'worker/triggers',
  'shared',
  'migrations',
  'drizzle.config.ts',
  'wrangler.toml',
];

const TRIGGERS = 'worker/triggers/orders.sql';

let project: string;
const inProject = (path: string) => join(project, path);

/** Replaces text in a file of the copied project; the text must be there. */
function change(path: string, from: string, to: string): void {
  const text = readFileSync(inProject(path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(inProject(path), text.replace(from, to));
}

/** Runs `npm run migration` in the copied project. */
async function runMigration(...args: string[]) {
  const script = join(ROOT, 'scripts/migration.ts');
  try {
    const output = await promisify(execFile)(process.execPath, [script, ...args], { cwd: project });
    return { code: 0, ...output };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

/** Every file of `migrations/`, with its text. */
function readMigrations(): Record<string, string> {
  const entries = readdirSync(inProject('migrations'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]));
}

/** Runs a command of `wrangler d1` on the project's own local database. */
const d1 = (...args: string[]) =>
  wrangler([
    'd1',
    ...args,
    '--local',
    '--persist-to',
    inProject('state'),
    '--config',
    inProject('wrangler.toml'),
  ]);
const execute = (sql: string) => d1('execute', 'DB', '--json', '--command', sql);

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'docket-migration-'));
  for (const path of COPIED) cpSync(join(ROOT, path), inProject(path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), inProject('node_modules'));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('nothing is written where the migrations already make the tables and triggers', async () => {
  const before = readMigrations();
  const { code, stdout } = await runMigration();
  expect({ code, lastLine: stdout.trim().split('\n').at(-1) }).toEqual({
    code: 0,
    lastLine: 'There is nothing to migrate.',
  });
  expect(readMigrations()).toEqual(before);
});

test('nothing is written where the name is not one word, or a statement fails', async () => {
  const before = readMigrations();
  expect(await runMigration('new column')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('must be one word of a-z, 0-9 and _, not "new column"'),
  });
  const keys = 'worker/tables/keys.ts';
  const column = "revokedAt: integer('revoked_at'),";
  change(keys, column, `${column} shop: text().generatedAlwaysAs(sql\`shops\`, { mode: 'virtual' }),`);
  change(keys, 'import ', "import { sql } from 'drizzle-orm';\nimport ");
  expect(await runMigration()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no such column: shops, in: ALTER TABLE `keys` ADD `shop`'),
  });
  expect(readMigrations()).toEqual(before);
  cpSync(join(ROOT, keys), inProject(keys));
});

test('a database with rows gets a new status and a field without losing a row or a trigger', async () => {
  await d1('migrations', 'apply', 'DB');
  const order = (id: string, status: string) =>
    `INSERT INTO orders (id, status, created_at, customer_id, items_count, sent_amount, initial_amount,
      discount_amount, items_discount_amount, metadata, items)
    VALUES ('${id}', '${status}', 1, 'cust_ann', 0, 100, 100, 30, 0, '{}', '[]');`;
  await execute(
    `INSERT INTO customers (id, name, created_at) VALUES ('cust_ann', 'Ann', 1);
    ${order('ord_1', 'PAID')} ${order('ord_2', 'CREATED')}`,
  );

  change('worker/tables/orders.ts', 'redemptions: text(),', 'redemptions: text(), channel: text(),');
  const fields = "      json_array('status', OLD.status, NEW.status),";
  change(TRIGGERS, fields, `${fields}\n      json_array('channel', OLD.channel, NEW.channel),`);

  change('shared/orders/orders.ts', "'FULFILLED']", "'FULFILLED', 'SHIPPED']");
  const counter = 'fulfilled: integer().notNull().default(0),';
  change('worker/tables/counts.ts', counter, `${counter} shipped: integer().notNull().default(0),`);
  const isNew = "fulfilled = fulfilled + (NEW.status = 'FULFILLED')";
  const wasOld = " - (OLD.status = 'FULFILLED')";
  change(TRIGGERS, `${isNew};`, `${isNew}, shipped = shipped + (NEW.status = 'SHIPPED');`);
  change(TRIGGERS, `${isNew}${wasOld};`, `${isNew}${wasOld}, shipped = shipped + (NEW.status = 'SHIPPED');`);

  expect(await runMigration('channel')).toMatchObject({ code: 0 });
  await d1('migrations', 'apply', 'DB');

  const output = await execute(
    `UPDATE orders SET status = 'SHIPPED', channel = 'web', version = 2, updated_at = 2 WHERE id = 'ord_2';
    ${order('ord_3', 'PAID')}
    SELECT id, status, channel, total_amount FROM orders ORDER BY seq;
    SELECT changes FROM order_events;
    SELECT orders_count, all_orders_count, orders_total_amount FROM customers;
    SELECT created, paid, shipped FROM order_counts;
    SELECT count(*) AS found FROM customers_search WHERE customers_search MATCH 'ann';`,
  );
  const results: { results: unknown }[] = JSON.parse(output);
  const [orders, events, customers, counts, found] = results.slice(-5).map(({ results }) => results);
  expect(orders).toEqual([
    { id: 'ord_1', status: 'PAID', channel: null, total_amount: 70 },
    { id: 'ord_2', status: 'SHIPPED', channel: 'web', total_amount: 70 },
    { id: 'ord_3', status: 'PAID', channel: null, total_amount: 70 },
  ]);
  expect(events).toEqual([
    {
      changes: JSON.stringify([
        { field: 'status', old: 'CREATED', new: 'SHIPPED' },
        { field: 'channel', old: null, new: 'web' },
      ]),
    },
  ]);
  expect(customers).toEqual([{ orders_count: 2, all_orders_count: 3, orders_total_amount: 140 }]);
  expect(counts).toEqual([{ created: 0, paid: 2, shipped: 1 }]);
  expect(found).toEqual([{ found: 1 }]);

  expect(await runMigration()).toMatchObject({
    stdout: expect.stringContaining('There is nothing to migrate.'),
  });
});

test('a trigger that alone has changed is dropped and created again', async () => {
  change('worker/triggers/segments.sql', 'WHERE segment_seq = OLD.seq', 'WHERE OLD.seq = segment_seq');
  const before = readMigrations();
  expect(await runMigration('segment_members')).toMatchObject({ code: 0 });
  const [written] = Object.entries(readMigrations()).filter(
    ([file]) => file.endsWith('.sql') && !(file in before),
  );
  expect(written).toEqual([
    expect.stringMatching(/migrations\/\d{4}_segment_members\.sql$/),
    `DROP TRIGGER segments_delete_customers;
--> statement-breakpoint
CREATE TRIGGER segments_delete_customers AFTER DELETE ON segments BEGIN
  DELETE FROM segment_customers WHERE OLD.seq = segment_seq;
END;
`,
  ]);
});
