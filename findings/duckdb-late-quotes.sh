#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1) keeps the quotes of a CSV file as data, without an error, where the
# first quoted cell comes after the sample of 20,480 rows that the dialect is guessed from. The same file is
# read right with a quoted header, with quote='"', or with sample_size=-1. RFC 4180 lets each cell be quoted or
# not, so the file is valid.
#
# For a file of an order desk that means: notes and product names with a quote or a line end are rare, so the
# first one is easily beyond row 20,480; it then arrives as "red ""lid""" instead of red "lid", in silence.
#
# Output seen on 2026-11-28:
#   plain header, defaults:         "red ""lid"""
#   plain header, sample_size=-1:   red "lid"
#   plain header, quote='"':        red "lid"
#   quoted header, defaults:        red "lid"
#   first quoted cell in row 20000: red "lid"
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1

cat >read.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const ROWS = 30_000;
const connection = await (await DuckDBInstance.create()).connect();

/** A file whose one note with quotes is in the given row. */
function write(name, header, quotedRow) {
  const rows = Array.from({ length: ROWS }, (_, index) =>
    index + 1 === quotedRow ? `${index + 1},"red ""lid"""` : `${index + 1},plain`,
  );
  writeFileSync(name, `${[header, ...rows].join('\r\n')}\r\n`);
}

/** The note that is not like the others, as it is read. */
async function read(name, options = '') {
  const query = `SELECT note FROM read_csv('${name}'${options}) WHERE note <> 'plain'`;
  const rows = (await connection.runAndReadAll(query)).getRows();
  if (rows.length !== 1) throw new Error(`expected one note, got ${rows.length}`);
  return rows[0][0];
}

write('late.csv', 'id,note', 25_000);
write('late-quoted-header.csv', '"id","note"', 25_000);
write('early.csv', 'id,note', 20_000);

const seen = [
  ['plain header, defaults', await read('late.csv'), '"red ""lid"""'],
  ['plain header, sample_size=-1', await read('late.csv', ', sample_size=-1'), 'red "lid"'],
  ['plain header, quote=\'"\'', await read('late.csv', `, quote='"'`), 'red "lid"'],
  ['quoted header, defaults', await read('late-quoted-header.csv'), 'red "lid"'],
  ['first quoted cell in row 20000', await read('early.csv'), 'red "lid"'],
];
for (const [what, note, expected] of seen) {
  console.log(`${`${what}:`.padEnd(31)} ${note}`);
  if (note !== expected) {
    console.error(`changed: it was ${expected}`);
    process.exitCode = 1;
  }
}
JS
node read.mjs
