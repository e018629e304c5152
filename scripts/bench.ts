/**
 * npm run bench [-- orders imports lists search exports panel vouchers]: the API against bare Workers that do the same database work by hand (the floor), on
 * workerd with a direct socket, in alternating rounds of one run. Ratios are what counts: machines differ.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchExports } from './bench/exports.ts';
import { benchImports } from './bench/imports.ts';
import { benchLists } from './bench/lists.ts';
import { benchOrders } from './bench/orders.ts';
import { benchPanel } from './bench/panel.ts';
import { benchSearch } from './bench/search.ts';
import { benchVouchers } from './bench/vouchers.ts';

const benches: Record<string, (folder: string) => Promise<void>> = {
  orders: benchOrders,
  imports: benchImports,
  lists: benchLists,
  search: benchSearch,
  exports: benchExports,
  panel: benchPanel,
  vouchers: benchVouchers,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'docket-bench-'));
try {
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length === 0 || asked.includes(name)) await bench(folder);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
