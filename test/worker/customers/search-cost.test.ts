import { beforeAll, describe, expect, it } from 'vitest';
import { counting, run } from '../database.ts';
import { CustomerCalls } from './calls.ts';

const CUSTOMERS = 20_000;
const MAX_CANDIDATES = 200;
/** By the beginning of a source_id, and of an email, and one by its id. */
const MAX_EXACT = 41;
const LIMIT = 50;
const MAX_ROWS = 4 * (MAX_CANDIDATES + MAX_EXACT) + 3 * LIMIT + 20;

let customers: CustomerCalls;

/** Customers who all match "example", of whom every tenth is a Smith and one of 200 an Anderson. */
beforeAll(async () => {
  customers = await CustomerCalls.create();
  await customers.list('');
  await run(`${counting(1, CUSTOMERS)}
    INSERT INTO customers (id, source_id, name, email, phone, created_at)
    SELECT printf('cust_%06d', i), 'crm-' || i,
      CASE WHEN i % 200 = 0 THEN 'Anderson ' WHEN i % 10 = 0 THEN 'Smith ' ELSE 'Person ' END || i,
      'user' || i || '@example.com', '+431' || i, i FROM n`);
});

const search = (q: string, more = '') => customers.list(`limit=${LIMIT}&q=${encodeURIComponent(q)}${more}`);

describe(`a search among ${CUSTOMERS} customers`, () => {
  it.each([
    ['every customer', '@example.com', true],
    ['every customer, by the beginning of the source_id', 'crm-', true],
    ['a tenth', 'smith', true],
    ['one of 200', 'anderson', false],
    ['some', '0@example', true],
    ['a handful', 'crm-1999', false],
    ['one', 'user14321@example.com', false],
    ['none', 'nobody@nowhere', false],
    ['none, of trigrams that many have', 'example.comuser', false],
  ])('that matches %s reads a bounded number of rows in two round trips', async (_, q, isCapped) => {
    const { body, cost } = await search(q);
    expect(cost.roundTrips).toBeLessThanOrEqual(2);
    expect(cost.rowsWritten).toBe(0);
    expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
    expect(body.total_capped ?? false).toBe(isCapped);
    expect(body.total).toBeLessThanOrEqual(MAX_CANDIDATES + MAX_EXACT);
    if (isCapped) expect(body.total).toBeGreaterThanOrEqual(MAX_CANDIDATES);
  });

  it.each([
    ['the name of a tenth', 'smiht', 'Smith'],
    ['the name of most', 'persno', 'Person'],
    ['a word beside what all have', '@example.com persom', '@example.com Person'],
    ['nothing, though many begin or end so', 'persax', undefined],
  ])('that is a slip away from %s reads no more than three searches', async (_, q, meant) => {
    const { body, cost } = await search(q);
    expect(body.did_you_mean).toBe(meant);
    expect(cost.roundTrips).toBe(meant ? 4 : 2);
    expect(cost.rowsRead).toBeLessThanOrEqual(Math.min(5000, 3 * MAX_ROWS));
    expect(body.total > 0).toBe(meant !== undefined);
  });

  it('that matches many answers the newest of them, and every page costs the same', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 4; page += 1) {
      const { body, cost } = await search('Smith', `&page=${page}`);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
      seen.push(...body.customers.map(({ source_id }) => source_id ?? ''));
    }
    const newest = Array.from({ length: CUSTOMERS / 10 }, (__, index) => CUSTOMERS - 10 * index);
    const smiths = newest.filter((i) => i % 200 !== 0).slice(0, MAX_CANDIDATES);
    expect(seen).toEqual(smiths.map((i) => `crm-${i}`));
  });

  it('finds the few that match, however old, all of them', async () => {
    const { body } = await search('anderson', '&page=2');
    expect(body.total).toBe(CUSTOMERS / 200);
    expect(body.customers.at(-1)?.source_id).toBe('crm-200');
  });

  it.each([
    ['source_id', 'crm-1'],
    ['email', 'user1@example.com'],
    ['id', 'cust_000001'],
    ['source_id of five digits', 'crm-12345'],
    ['email of another', 'user12345@example.com'],
  ])('answers the very %s first, though thousands of newer ones hold it', async (_, q) => {
    const { body } = await search(q);
    const [first] = body.customers;
    expect([first?.id, first?.email, first?.source_id]).toContain(q);
  });
});
