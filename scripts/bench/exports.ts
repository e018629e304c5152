import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { orderColumns } from '../../shared/exports/export-columns.ts';
import { createLocalKey, type KeyPair, keyHeaders } from '../key-pairs.ts';
import { bundleWorker, databaseFile, startLocalWorker } from '../local/local-worker.ts';
import { bundleFloor } from './compare.ts';
import { fillOrders } from './lists.ts';

const SIZES = [10_000, 200_000, 1_000_000];
const ROUNDS = 5;
/** Voucherify's own columns. */
const COLUMNS = orderColumns.slice(0, 13);
const KEYS = ['country', 'channel'];
const PARAMETERS = { order: 'created_at', fields: [...COLUMNS, ...KEYS.map((key) => `metadata.${key}`)] };

const run = promisify(execFile);

/** What one reading of a file took: milliseconds to its first byte and to its end, and its rows. */
interface Reading {
  firstByte: number;
  milliseconds: number;
  rows: number;
}

function readFile(url: URL, key: KeyPair): Promise<Reading> {
  const { promise, resolve, reject } = Promise.withResolvers<Reading>();
  const start = performance.now();
  get(url.href, { headers: keyHeaders(key) }, (response) => {
    let firstByte = 0;
    let rows = -1;
    response.on('data', (chunk: Buffer) => {
      firstByte ||= performance.now() - start;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
    });
    response.on('end', () => resolve({ firstByte, milliseconds: performance.now() - start, rows }));
    response.on('error', reject);
  }).on('error', reject);
  return promise;
}

/** The same columns, printed by the sqlite3 command from the same file. Older ones cannot read Docket's triggers, and need not. */
async function printBySqlite(file: string): Promise<number> {
  const columns = [...COLUMNS, ...KEYS.map((key) => `metadata ->> '$.${key}'`)].join(', ');
  const query = `SELECT ${columns} FROM orders ORDER BY created_at, seq`;
  const start = performance.now();
  const command = `sqlite3 -csv -cmd 'PRAGMA writable_schema = ON' "$1" "$2" > "$3"`;
  await run('sh', ['-c', command, 'sh', `file:${file}?mode=ro`, query, `${file}.csv`]);
  return performance.now() - start;
}

/** The resident memory of this process's workerd, in MiB; 0 where there is no /proc to tell. */
function workerMemory(): number {
  try {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      if (!/^Name:\s+workerd$/m.test(status) || !status.includes(`PPid:\t${process.pid}\n`)) continue;
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
    }
  } catch {
    // A process that has just ended.
  }
  return 0;
}

async function createExport(url: URL, key: KeyPair): Promise<URL> {
  const response = await fetch(new URL('/v1/orders/export', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...keyHeaders(key) },
    body: JSON.stringify({ parameters: PARAMETERS }),
  });
  const { id } = (await response.json()) as { id: string };
  return new URL(`/v1/exports/${id}/download`, url);
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Result {
  rows: number;
  'rows/s': number;
  'sqlite3 rows/s': number;
  'of sqlite3': number;
  'first byte ms': number;
  'memory MiB': number;
  'floor MiB': number;
}

/** Reads a file a few times: how long each reading took, and the most memory that the process had meanwhile. */
async function readings(url: URL, key: KeyPair, between: () => Promise<void>) {
  const all: Reading[] = [];
  let memory = 0;
  await readFile(url, key);
  for (let round = 0; round < ROUNDS; round += 1) {
    const look = () => {
      memory = Math.max(memory, workerMemory());
    };
    const timer = setInterval(look, 50);
    all.push(await readFile(url, key));
    clearInterval(timer);
    look();
    await between();
  }
  return { all, memory };
}

/** Starts a Worker in a process of its own, reads the file that it serves, and ends it. */
async function readFrom(
  options: { script: string; state: string; key: KeyPair },
  urlOf: (origin: URL) => Promise<URL>,
  between: () => Promise<void>,
) {
  const { script, state, key } = options;
  const worker = await startLocalWorker({ script, state });
  try {
    return await readings(await urlOf(await worker.unsafeGetDirectURL()), key, between);
  } finally {
    await worker.dispose();
  }
}

async function measure(state: string, size: number): Promise<Result> {
  const key = await createLocalKey(state, { role: 'admin', name: 'bench' });
  const script = await bundleWorker();
  // In a process of its own: what filling takes is not the export's memory.
  const filler = await startLocalWorker({ script, state });
  await fillOrders(await filler.getD1Database('DB'), size);
  await filler.dispose();
  const printings: number[] = [];
  const docket = await readFrom(
    { script, state, key },
    (origin) => createExport(origin, key),
    async () => void printings.push(await printBySqlite(databaseFile(state))),
  );
  const floor = await readFrom(
    { script: await bundleFloor('exports.js'), state, key },
    async (origin) => origin,
    async () => {},
  );
  const rows = docket.all[0]?.rows ?? 0;
  if (rows !== size) throw new Error(`the file has ${rows} rows, not ${size}`);
  const milliseconds = median(docket.all.map((reading) => reading.milliseconds));
  return {
    rows,
    'rows/s': Math.round((rows / milliseconds) * 1000),
    'sqlite3 rows/s': Math.round((rows / median(printings)) * 1000),
    'of sqlite3': Number(
      median(docket.all.map((reading, round) => (printings[round] ?? 0) / reading.milliseconds)).toFixed(2),
    ),
    'first byte ms': Number(median(docket.all.map(({ firstByte }) => firstByte)).toFixed(1)),
    'memory MiB': Math.round(docket.memory),
    'floor MiB': Math.round(floor.memory),
  };
}

/** 13 columns and two of metadata, read to the end, against `sqlite3 -csv` of the same columns of the same file. */
export async function benchExports(folder: string): Promise<void> {
  const results: Result[] = [];
  for (const size of SIZES) results.push(await measure(join(folder, `exports-${size}`), size));
  console.table(results);
  console.log(JSON.stringify({ bench: 'exports', results }));
}
