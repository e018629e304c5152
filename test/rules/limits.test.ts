import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/durations.ts';
import * as limits from '../../shared/limits.ts';

/*
 * Compares what docs and messages say of a limit with shared/limits.ts: a changed number fails at each sentence that
 * repeats it. Whoever rewords a sentence updates it here.
 */

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8').replace(/\s+/g, ' ');

async function list(pattern: string): Promise<string[]> {
  const names: string[] = [];
  for await (const name of glob(pattern, { cwd: ROOT })) names.push(name);
  return names;
}

const spelled = new Map(
  Object.entries({ 3: 'three', 7: 'seven', 10: 'ten', 20: 'twenty' }).map(([n, word]) => [Number(n), word]),
);
const word = (n: number): string => spelled.get(n) ?? `a word for ${n}, which this test does not know`;
const spans = new Map([
  [DAY, 'a day'],
  [15 * MINUTE, 'a quarter of an hour'],
]);
const span = (ms: number): string => spans.get(ms) ?? `words for ${ms} ms, which this test does not know`;
const number = (n: number): string => n.toLocaleString('en-US');
const mib = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;
const mb = (bytes: number): string => `${bytes / 1e6} MB`;
const kb = (bytes: number): string => `${bytes / 1000} kB`;

const {
  MAX_ARRAY_BYTES,
  MAX_ARRAY_ELEMENTS,
  MAX_BODY_BYTES,
  MAX_FORM_BYTES,
  MAX_IDENTIFIER_LENGTH,
  MAX_IMPORT_ROWS,
  MAX_STREAM_BYTES,
} = limits;
const rateLimit = Number(/RATE_LIMITER".*?limit = (\d+), period = 60/.exec(read('wrangler.toml'))?.[1]);
const keyHours = limits.IDEMPOTENCY_WINDOW / HOUR;
const cacheSeconds = limits.ISOLATE_CACHE_TTL / SECOND;

const statements: Record<string, string[]> = {
  'README.md': [
    `A body may have ${mib(MAX_BODY_BYTES)}, an import ${mib(MAX_STREAM_BYTES)}`,
    `${number(MAX_IMPORT_ROWS)} orders, an order ${number(limits.MAX_ORDER_ITEMS)} lines`,
    `a key ${number(rateLimit)} requests a minute`,
  ],
  'docs/operations.md': [
    `| body | ${mib(MAX_BODY_BYTES)}, ${limits.MAX_JSON_DEPTH} levels deep |`,
    `| lines an order | ${number(limits.MAX_ORDER_ITEMS)} |`,
    `| an order's items and metadata together | ${mb(limits.MAX_ROW_JSON_BYTES)} |`,
    `a row holds ${mb(limits.MAX_D1_VALUE_BYTES)} |`,
    `| requests a key | ${number(rateLimit)} a minute`,
    `| idempotency keys | ${keyHours} hours |`,
    `bytes of a kept reply, for ${keyHours} hours,`,
    `keep a looked-up key for ${cacheSeconds} seconds`,
    `keep the schemas for ${cacheSeconds} seconds`,
    `| definitions a metadata schema | ${limits.MAX_DEFINITIONS} |`,
    `| vouchers a stack | ${limits.MAX_REDEEMABLES} |`,
    `| ${limits.MAX_RULES}; ${number(limits.MAX_RULE_BYTES)} bytes; ${limits.MAX_RULES_OF_VOUCHER} |`,
    `${kb(limits.MAX_REDEMPTIONS_LENGTH)} of what an order keeps of them`,
    `| SKUs shown with a product | ${limits.MAX_SHOWN_SKUS} |`,
    `| segments | ${limits.MAX_SEGMENTS} |`,
    `| customers in a static segment | ${number(limits.MAX_SEGMENT_CUSTOMERS)} |`,
    `| ${limits.MAX_CONDITIONS} operators, ${number(limits.MAX_SEGMENT_FILTER_LENGTH)} characters |`,
    `| the newest ${limits.MAX_CANDIDATES} |`,
    `| the newest ${limits.MAX_FOUND} of each |`,
    `| ${limits.MAX_ORDERS_OF_FOUND} together, one of each at least |`,
    `an array ${mib(MAX_ARRAY_BYTES)} and ${number(MAX_ARRAY_ELEMENTS)} rows`,
    `a form ${mib(MAX_FORM_BYTES)}, a stream ${mib(MAX_STREAM_BYTES)} and ${number(MAX_IMPORT_ROWS)}`,
    `a row ${mib(MAX_BODY_BYTES)}, ${limits.MAX_JSON_DEPTH} levels deep, or ${limits.MAX_CSV_COLUMNS} cells`,
    `A chunk has ${limits.MAX_CHUNK_ROWS} orders`,
    `in chunks of ${limits.MAX_CHUNK_ROWS} as well`,
    `a form (up to ${mib(MAX_FORM_BYTES)}) and an array (up to ${mib(MAX_ARRAY_BYTES)})`,
    `kept for ${word(limits.PAYLOADS_KEPT / DAY)} days after the end`,
    limits.UNACCEPTED_KEPT === DAY
      ? 'never accepted after a day'
      : 'another time for what was never accepted',
    `nothing has happened for ${span(limits.STUCK_AFTER)}`,
  ],
  'docs/api.md': [
    `takes up to ${number(MAX_IMPORT_ROWS)} orders`,
    `the same of a stack of up to ${limits.MAX_REDEEMABLES} vouchers`,
    `redeems a stack of up to ${limits.MAX_REDEEMABLES} vouchers`,
    `identifier, unique, 1-${MAX_IDENTIFIER_LENGTH} characters`,
    `not more than ${span(limits.MAX_CLOCK_LEAD)} ahead of the server's clock`,
    `**Items**, up to ${number(limits.MAX_ORDER_ITEMS)},`,
    `may have ${limits.MAX_METADATA_KEYS} keys of up to ${number(limits.MAX_TEXT_LENGTH)} characters`,
    `nested ${limits.MAX_METADATA_DEPTH} levels deep`,
    `together may have ${mb(limits.MAX_ROW_JSON_BYTES)}`,
    `its first ${limits.MAX_SHOWN_SKUS} SKUs`,
    `**Codes**: 1-${MAX_IDENTIFIER_LENGTH} characters`,
    `up to ${word(limits.MAX_REDEMPTION_TRIES)} times, and then gets a 503`,
    `are numbered, up to ${limits.MAX_RULES}.`,
    `up to ${limits.MAX_LOGIC_DEPTH} deep and ${number(limits.MAX_LOGIC_LENGTH)} characters in all`,
    `have ${number(limits.MAX_RULE_BYTES)} bytes`,
    `has at most ${number(limits.MAX_SEGMENT_FILTER_LENGTH)} characters`,
    `up to ${limits.MAX_VALUES} values: one of them; none of them`,
    `at most ${limits.MAX_DEFINITIONS} a schema`,
    `up to ${limits.MAX_USAGE_KEYS} keys seen in the metadata of the latest ${limits.MAX_USAGE_ROWS} orders`,
    `in the items of the latest ${limits.MAX_USAGE_ROWS} orders`,
    `of metadata and items up to ${kb(limits.MAX_USAGE_BYTES)}`,
    `up to ${limits.MAX_COLUMNS} columns, each once`,
    `their names up to ${number(limits.MAX_COLUMN_NAMES_LENGTH)} characters in all`,
    `a D1 query for each ${number(limits.MAX_EXPORT_PAGE_ROWS)} orders`,
    `What is over ${mb(limits.MAX_D1_VALUE_BYTES)} is read in parts`,
    `an array of up to ${number(MAX_ARRAY_ELEMENTS)} orders and ${mib(MAX_ARRAY_BYTES)}`,
    `one order a line, up to ${mib(MAX_STREAM_BYTES)} and ${number(MAX_IMPORT_ROWS)} orders`,
    `one field \`file\`, ${mib(MAX_FORM_BYTES)}; or the file itself`,
    `as \`text/csv\`, ${mib(MAX_STREAM_BYTES)}`,
    `an array of up to ${number(MAX_ARRAY_ELEMENTS)} objects with a \`source_id\`, ${mib(MAX_ARRAY_BYTES)}`,
    `"metadata": {…}}\`, ${number(MAX_ARRAY_ELEMENTS)} and ${mib(MAX_ARRAY_BYTES)}`,
    `copies of their metadata may have ${mib(MAX_STREAM_BYTES)}`,
    `the first ${limits.FAILURES_SHOWN} failed rows`,
    `nothing has happened for ${span(limits.STUCK_AFTER)}`,
    `for ${word(limits.PAYLOADS_KEPT / DAY)} days after the end`,
    `**\`Idempotency-Key\`** (1-${MAX_IDENTIFIER_LENGTH} characters)`,
    `for ${keyHours} hours the same request`,
    `| 1-${limits.MAX_PAGE_ROWS}, default ${limits.DEFAULT_PAGE_ROWS} |`,
    `\`page\` x \`limit\` is at most ${number(limits.MAX_PAGED)}`,
    `counted up to ${number(limits.MAX_COUNTED)}`,
    `they may have ${limits.MAX_CONDITIONS} operators together`,
    `(up to ${number(limits.MAX_OF_MOMENT)}; beyond it a 400)`,
    `the newest ${limits.MAX_CANDIDATES} matches (of products ${limits.MAX_CANDIDATES}, and as many`,
    `the newest ${limits.MAX_FOUND} by source_id`,
    `of the newest ${limits.MAX_FOUND} customers that match`,
    `they share ${limits.MAX_ORDERS_OF_FOUND}, and each has one at least`,
    `At most ${limits.MAX_CONDITIONS} operators of ${limits.MAX_VALUES} values`,
    `each value up to ${number(limits.MAX_TEXT_LENGTH)} characters`,
    `${limits.MAX_QUERY_PARAMETERS} query parameters`,
    `the body is over ${mib(MAX_BODY_BYTES)}`,
    `the order would be over ${mb(limits.MAX_ROW_JSON_BYTES)}`,
    `a validation rule over ${kb(limits.MAX_RULE_BYTES)}`,
  ],
  'docs/panel.md': [
    `A form is stored within ${limits.DRAFT_STORE_DELAY} ms of a change`,
    `tries every ${word(limits.OUTBOX_INTERVAL / SECOND)} seconds`,
    `the key covers ${keyHours} hours`,
  ],
};

/** Messages of the API that spell a number. */
const messages: Record<string, string[]> = {
  'shared/times.ts': [`must not be more than ${span(limits.MAX_CLOCK_LEAD)} in the future`],
  'worker/openapi.ts': [`For ${keyHours} hours the same request`],
};

describe.each(Object.entries({ ...statements, ...messages }))('%s', (name, sentences) => {
  it.each(sentences)('says "%s"', (sentence) => {
    expect(read(name)).toContain(sentence);
  });
});

describe('the code', () => {
  it("holds merged metadata to its most keys in the database's triggers", async () => {
    const migrations = await list('migrations/*.sql');
    const most = migrations.flatMap((name) => [
      ...read(name).matchAll(/count\(\*\) FROM json_each\(NEW\.metadata\)\) > (\d+)|more than (\d+) keys/g),
    ]);
    expect(most.length).toBeGreaterThan(0);
    expect(new Set(most.map(([, compared, named]) => Number(compared ?? named)))).toEqual(
      new Set([limits.MAX_METADATA_KEYS]),
    );
  });

  it('uses each limit', async () => {
    const sources = await list('{worker,shared,extension}/**/*.{ts,tsx}');
    const texts = sources.map(read).join('\n');
    const unused = Object.keys(limits).filter((name) => texts.split(name).length <= 2);
    expect(unused).toEqual([]);
  });
});
